// Package queries asks with query strings.
package queries

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const base = "https://a.klaviyo.com"

var key string

func get(u string) {
	req, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
}

func at(revision, u string) {
	req, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", revision)
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
}

func pages(n int) {
	get(base + "/api/profiles?page[size]=500")                   // want `"page\[size\]" is 500, and "GET /api/profiles" takes at most 100 at 2026-07-15: Klaviyo answers 400; ask for 100`
	get(base + "/api/lists/?page%5Bsize%5D=100")                 // want `takes at most 10`
	get(fmt.Sprintf(base+"/api/profiles?page[size]=%d", 1000))   // want `takes at most 100`
	get(base + "/api/profiles?page[size]=100")                   //
	get(base + "/api/events?page[size]=1000")                    //
	get(base + "/api/metrics?page[size]=10")                     // want `"page\[size\]" is no parameter of GET /api/metrics at any revision`
	at("2025-01-15", base+"/api/lists?page[size]=10")            // want `GET /api/lists takes no "page\[size\]" at 2025-01-15: Klaviyo answers 400; it comes with revision 2026-04-15`
	at("2024-10-15", base+"/api/segments?page[size]=10")         // want `at 2025-01-15 \(sent: 2024-10-15\)`
	at("2025-01-15", base+"/api/events?page[size]=200")          // the server takes it
	at("2026-04-15", base+"/api/lists?page[size]=10")            //
	get(base + "/api/profiles?page_size=50")                     // want `"page_size" is no parameter of GET /api/profiles at any revision: Klaviyo answers 400; "page\[size\]" is one`
	get(base + "/api/profiles?page[size]=" + fmt.Sprint(n))      //
	get(base + "/api/profiles?page[cursor]=abc")                 //
	get(base + "/api/profiles?" + strings.Repeat("x", n) + "=1") //
}

func values() {
	q := url.Values{}
	q.Set("page[size]", strconv.Itoa(250)) // want `takes at most 100`
	q.Add("include", "list")               // want `"list" is no value of "include" of GET /api/profiles at 2026-07-15`
	q.Set("sort", "-updated")
	q.Set("fields[profile]", "email,firstname") // want `"firstname" is no value of "fields\[profile\]" of GET /api/profiles at 2026-07-15: Klaviyo answers 400; "first_name" is`
	q.Set("field[profile]", "email")            // want `"field\[profile\]" is no parameter of GET /api/profiles at any revision: Klaviyo answers 400; "fields\[profile\]" is one`
	get(base + "/api/profiles?" + q.Encode())

	get(base + "/api/flows?include=flow-action")    // want `"flow-action" is no value of "include" of GET /api/flows at 2026-07-15: Klaviyo answers 400; "flow-actions" is`
	get(base + "/api/flows?sort=-created_at")       // want `"-created_at" is no value of "sort"`
	get(base + "/api/flows?sort=-created")          //
	get(base + "/api/profiles?include=push-tokens") //
}

func filters(email, id string) {
	q := url.Values{"filter": {`equals(email,"` + email + `")`}}
	get(base + "/api/profiles?" + q.Encode())
	get(base + `/api/profiles?filter=equals(email,"` + email + `")`)                                 // want `"email" is put into the filter unescaped: a "\+" in it arrives as a space`
	get(base + `/api/profiles?filter=equals(email,"` + url.QueryEscape(email) + `")`)                //
	get(base + `/api/profiles?filter=` + url.QueryEscape(`equals(email,"`+email+`")`))               //
	get(base + `/api/profiles?filter=equals(email,"` + strings.ReplaceAll(email, "+", "%2B") + `")`) //
	get(base + `/api/profiles?filter=equals(id,"` + id + `")`)                                       //
	get(fmt.Sprintf(`%s/api/profiles?filter=equals(email,"%s")`, base, email))                       // want `"email" is put into the filter unescaped`
	get(base + `/api/profiles?filter=equals(email,joe@example.com)`)                                 // want `malformed filter: the value of email stands without quotes`
	get(base + `/api/profiles?filter=less-then(created,2026-01-01T00:00:00Z)`)                       // want `"less-then" is no operator for "created" of the filter of GET /api/profiles at 2026-07-15: Klaviyo answers 400; "less-than" is`
	get(base + `/api/profiles?filter=greater-or-equal(updated,2026-01-01T00:00:00Z)`)                // want `"greater-or-equal" is no operator for "updated"`
	get(base + `/api/profiles?filter=equals(mail,"x")`)                                              // want `"mail" is no field of the filter`
	get(base + `/api/profiles?filter=equals(email,"x"`)                                              // want `a bracket is not closed`
	get(base + `/api/profiles?filter=equals(email,"x")+and+equals(id,"y")`)                          // want `join conditions as and`
	get(base + `/api/profiles?filter=and(equals(email,"x"),equals(id,"y"))`)                         //
	get(base + `/api/campaigns`)                                                                     // want `campaigns are listed by channel`
	get(base + `/api/campaigns?filter=equals(messages.channel,'email')`)                             //
	get(base + `/api/campaigns?` + id)                                                               //
}

// Text that begins with a letter is never quoted, whatever follows; what is
// text by its name is not, either.
func unquoted(email, phone, list string, n int, since string) {
	get(fmt.Sprintf("%s/api/profiles?filter=equals(external_id,abc%d)", base, n))                           // want `malformed filter: the value of external_id stands without quotes`
	get(base + "/api/profiles?filter=equals(external_id,shop-" + strconv.Itoa(n) + ")")                     // want `malformed filter: the value of external_id stands without quotes`
	get(base + "/api/profiles?filter=" + url.QueryEscape("equals(external_id,u_"+list+")"))                 // want `malformed filter: the value of external_id stands without quotes`
	get(base + "/api/profiles?filter=" + url.QueryEscape("equals(email,"+email+")"))                        // want `malformed filter: "email" stands without quotes`
	get(base + "/api/profiles?" + url.Values{"filter": {fmt.Sprintf("equals(email,%s)", email)}}.Encode())  // want `malformed filter: "email" stands without quotes`
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("equals(phone_number,%v)", phone)))    // want `malformed filter: "phone" stands without quotes`
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("equals(email,%q)", email)))           //
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("equals(email,'%s')", email)))         //
	get(base + "/api/profiles?filter=" + url.QueryEscape("equals(email,"+strconv.Quote(email)+")"))         //
	get(base + "/api/profiles?filter=" + url.QueryEscape("greater-than(updated,2026-"+since+"T00:00:00Z)")) //
	get(base + "/api/profiles?filter=" + url.QueryEscape("greater-than(updated,"+since+")"))                //
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("equals(external_id,%s)", list)))      //
}

// Operators are the same for all fields; joined conditions are judged one by one.
func operators(field, value string, active bool) {
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("equal(%s,%q)", field, value)))        // want `"equal" is no operator of a filter \(GET /api/profiles\): Klaviyo answers 400; "equals" is`
	get(base + "/api/profiles?filter=" + url.QueryEscape("has("+field+",true)"))                            // want `malformed filter: has\(\.\.\.\) takes a field alone`
	get(base + "/api/profiles?filter=" + url.QueryEscape(fmt.Sprintf("greater-than(%s,%s)", field, value))) //
	get(base + "/api/profiles?filter=" + url.QueryEscape(field+"(email,\"x\")"))                            //
	var conditions []string
	if active {
		conditions = append(conditions, `equals(status,"live")`)
	}
	if value != "" {
		conditions = append(conditions, `equals(title,"`+value+`")`) // want `"title" is no field of the filter of GET /api/flows`
	}
	get(base + "/api/flows?filter=" + url.QueryEscape(strings.Join(conditions, ",")))
	var ids []string
	for range 3 {
		ids = append(ids, `"`+value+`"`)
	}
	get(base + "/api/flows?filter=" + url.QueryEscape("any(id,["+strings.Join(ids, ",")+"])"))
}
