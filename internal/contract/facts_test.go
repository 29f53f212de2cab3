package contract

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// What the server was seen to do with a request, by the sources named in
// internal/klaviyo/schema and the judges. want is the code and path of the only
// fault; "" where Klaviyo takes the request; "?" ends what is only possible.
func TestRecordedBodies(t *testing.T) {
	for _, tt := range []struct{ what, op, rev, body, want string }{
		{
			"subscription job: last_name (formie 1986)", "POST /api/profile-subscription-bulk-create-jobs", "2024-06-15",
			`{"data":{"type":"profile-subscription-bulk-create-job","attributes":{"profiles":{"data":[{"type":"profile","attributes":{"email":"a@x.org","last_name":"L"}}]}}}}`,
			"unknown data.attributes.profiles.data[].attributes.last_name",
		},
		{
			"subscription job: properties", "POST /api/profile-subscription-bulk-create-jobs", "2026-07-15",
			`{"data":{"type":"profile-subscription-bulk-create-job","attributes":{"profiles":{"data":[{"type":"profile","attributes":{"email":"a@x.org","subscriptions":{},"properties":{}}}]}}}}`,
			"unknown data.attributes.profiles.data[].attributes.properties",
		},
		{
			"profiles: subscriptions", "POST /api/profiles", "2025-07-15",
			`{"data":{"type":"profile","attributes":{"email":"a@x.org","subscriptions":{}}}}`,
			"unknown data.attributes.subscriptions",
		},
		{
			"client subscriptions: subscriptions of the profile, refused", "POST /client/subscriptions", "2024-10-15",
			`{"data":{"type":"subscription","attributes":{"profile":{"data":{"type":"profile","attributes":{"email":"a@x.org","subscriptions":{}}}}},"relationships":{"list":{"data":{"type":"list","id":"X"}}}}}`,
			"unknown data.attributes.profile.data.attributes.subscriptions?",
		},
		{
			"client subscriptions: subscriptions of the profile, taken", "POST /client/subscriptions", "2025-07-15",
			`{"data":{"type":"subscription","attributes":{"profile":{"data":{"type":"profile","attributes":{"email":"a@x.org","subscriptions":{}}}}},"relationships":{"list":{"data":{"type":"list","id":"X"}}}}}`,
			"",
		},
		{
			"campaign message: fromEmail (klaviyo-api-node 67)", "POST /api/campaigns", "2024-05-15",
			`{"data":{"type":"campaign","attributes":{"name":"n","audiences":{"included":["L"]},"campaign-messages":{"data":[{"type":"campaign-message","attributes":{"channel":"email","content":{"subject":"s","fromEmail":"a@x.org"}}}]}}}}`,
			"unknown data.attributes.campaign-messages.data[].attributes.content.fromEmail",
		},
		{
			"campaign e-mail: render_options", "POST /api/campaigns", "2026-07-15",
			`{"data":{"type":"campaign","attributes":{"name":"n","audiences":{"included":["L"]},"campaign-messages":{"data":[{"type":"campaign-message","attributes":{"definition":{"channel":"email","label":"l","render_options":{}}}}]}}}}`,
			"unknown data.attributes.campaign-messages.data[].attributes.definition.render_options",
		},
		{
			"update of a flow: definition", "PATCH /api/flows/{id}", "2026-04-15",
			`{"data":{"type":"flow","id":"X","attributes":{"status":"draft","definition":{}}}}`,
			"unknown data.attributes.definition",
		},
		{
			"update of a flow: archived", "PATCH /api/flows/{id}", "2026-04-15",
			`{"data":{"type":"flow","id":"X","attributes":{"status":"draft","archived":true}}}`,
			"unknown data.attributes.archived",
		},
		{
			"body without data (klaviyo-api-php 5)", "POST /api/profiles", "2025-01-15",
			`{"type":"profile","attributes":{"email":"a@x.org"}}`, "envelope ",
		},
		{
			"relationship: one object where an array is wanted (klaviyo-api-php 27)", "POST /api/lists/{id}/relationships/profiles", "2025-01-15",
			`{"data":{"type":"profile","id":"X"}}`, "kind data",
		},
		{
			"relationship: id (klaviyo-api-node 14)", "POST /api/lists/{id}/relationships/profiles", "2025-01-15",
			`{"data":[{"type":"profile"}]}`, "missing data[].id",
		},
		{
			"subscriptions of a profile (klaviyo-tag 27)", "POST /api/profile-subscription-bulk-create-jobs", "2025-01-15",
			`{"data":{"type":"profile-subscription-bulk-create-job","attributes":{"profiles":{"data":[{"type":"profile","attributes":{"email":"a@x.org"}}]}}}}`,
			"missing data.attributes.profiles.data[].attributes.subscriptions",
		},
		{
			"missing type", "POST /api/profiles", "2025-01-15",
			`{"data":{"attributes":{"email":"a@x.org"}}}`, "missing data.type",
		},
		// The server takes more than described.
		{
			"profiles: anonymous_id (recorded 201)", "POST /api/profiles", "2025-01-15",
			`{"data":{"type":"profile","attributes":{"email":"a@x.org","anonymous_id":"x"}}}`, "",
		},
		{
			"profile-import: anonymous_id at 2026-07-15", "POST /api/profile-import", "2026-07-15",
			`{"data":{"type":"profile","attributes":{"email":"a@x.org","anonymous_id":"x"}}}`, "",
		},
		{
			"event profile by id alone (recorded 202)", "POST /api/events", "2025-01-15",
			`{"data":{"type":"event","attributes":{"properties":{"$value":1,"any":{"thing":[]}},"metric":{"data":{"type":"metric","attributes":{"name":"m"}}},"profile":{"data":{"type":"profile","id":"X"}}}}}`,
			"",
		},
	} {
		var v any
		if err := json.Unmarshal([]byte(tt.body), &v); err != nil {
			t.Fatalf("%s: %v", tt.what, err)
		}
		got := strings.Join(codes(target(t, tt.op, tt.rev).Payload(tree(v, ""))), ", ")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestRecordedQueries(t *testing.T) {
	for _, tt := range []struct{ what, op, rev, query, want string }{
		{"page_size on lists", "GET /api/lists", "2024-10-15", "page_size=10", "parameter page_size"},
		{"page[size] on lists", "GET /api/lists", "2024-10-15", "page[size]=10", "parameter page[size]"},
		{"page[size] on lists, taken", "GET /api/lists", "2026-07-15", "page[size]=10", ""},
		{"page[size] on metrics", "GET /api/metrics", "2026-07-15", "page[size]=10", "parameter page[size]"},
		{"page[size] on campaigns", "GET /api/campaigns", "2024-10-15", "page[size]=50&filter=equals(messages.channel,'email')", "parameter page[size]"},
		{"page[size] on campaigns, taken", "GET /api/campaigns", "2026-07-15", "page[size]=5&filter=equals(messages.channel,'email')", ""},
		{"page[size] over the maximum", "GET /api/lists", "2026-07-15", "page[size]=100", "size page[size]"},
		{"additional-fields not offered", "GET /api/flows/{id}", "2024-10-15", "additional-fields[flow]=definition", "parameter additional-fields[flow]?"},
		{"profile_count on the collection", "GET /api/lists", "2026-07-15", "additional-fields[list]=profile_count", "parameter additional-fields[list]"},
		{"fields value (klaviyo-api-python 23)", "GET /api/profiles", "2025-01-15", "fields[profile]=email,blah", "value fields[profile]"},
		{"filter operator (connectors 2115)", "GET /api/profiles", "2024-10-15", "filter=greater-or-equal(updated,2024-01-01T00:00:00Z)", "filter operator filter updated"},
		{"filter without quotes (klaviyo-api-ruby 3)", "GET /api/profiles", "2024-10-15", "filter=equals(email,a@x.org)", "filter filter email"},
		{"campaigns without a filter", "GET /api/campaigns", "2026-07-15", "", "missing filter"},
		{"page[size] on events, taken", "GET /api/events", "2024-10-15", "page[size]=200", ""},
		{"page[size] on events over the maximum", "GET /api/events", "2026-07-15", "page[size]=2000", "size page[size]"},
		{"cursor", "GET /api/accounts", "2026-07-15", "page[cursor]=x", ""},
	} {
		got := strings.Join(codes(target(t, tt.op, tt.rev).Query(query(tt.query))), ", ")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

func query(s string) Query {
	var q Query
	for p := range strings.SplitSeq(s, "&") {
		if name, v, ok := strings.Cut(p, "="); ok {
			q.Params = append(q.Params, Param{Name: name, Values: []Text{{S: strings.ReplaceAll(v, "{?}", klaviyo.Hole)}}})
		}
	}
	return q
}

func TestFilters(t *testing.T) {
	for filter, want := range map[string]string{
		`equals(email,"a@x.org")`:          "",
		`equals(email,'a@x.org')`:          "",
		`any(email,["a@x.org","b@x.org"])`: "",
		`and(equals(email,"a@x.org"),greater-than(updated,2024-01-01T00:00:00Z))`: "",
		`equals(email,"a@x.org"),greater-than(updated,2024-01-01T00:00:00Z)`:      "",
		`greater-than(created,{?})`:               "",
		`equals(email,"{?}")`:                     "",
		`equals(email,{?})`:                       "",
		`equals({?},"x")`:                         "",
		`{?}(email,"x")`:                          "",
		`and({?},equals(email,"x"))`:              "",
		`{?}`:                                     "",
		`any(email,[{?}])`:                        "",
		`equals(email,"it \"is\" so")`:            "",
		`equals( email , "x" )`:                   "",
		`equals(email,"x"`:                        "filter filter",
		`equals(email,"x))`:                       "filter filter",
		`equals(email,"x")) `:                     "filter filter",
		`equals(email,"x") and equals(id,"y")`:    "filter filter",
		`email="x"`:                               "filter filter",
		`any(email,["x","y")`:                     "filter filter",
		`equals("email","x")`:                     "filter filter",
		`equals(email,x@example.com)`:             "filter filter email",
		`equals(email,"x","y")`:                   "filter filter email",
		`equals(email)`:                           "filter filter email",
		`equals(e-mail,"x")`:                      "filter field filter",
		`equals(nothing,"x")`:                     "filter field filter",
		`less-then(updated,2024-01-01T00:00:00Z)`: "filter operator filter updated",
		`contains(email,"x")`:                     "filter operator filter email",
		`greater-than(updated,"2024-01-01")`:      "filter filter updated?",
		`and(equals(email,"x"),or(equals(id,"y"),not(equals(id,"z"))))`: "",
		`AND(equals(email,"x"),equals(id,"y"))`:                         "filter filter",
		`equals(email,"{?}`:                                             "",
		`equals(email,"{?}"){?}`:                                        "",
	} {
		got := strings.Join(codes(target(t, "GET /api/profiles", "2026-07-15").Query(query("filter="+filter))), ", ")
		if got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
	if got := codes(target(t, "GET /api/events", "2026-07-15").Query(query(`filter=has(profile,"x")`))); len(got) != 1 || got[0] != "filter filter profile" {
		t.Errorf("has: %q", got)
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{`and(equals(a,"b"),any(c,["d",e]))`, "has(x)", "((", `a("`, "\x00(", `equals(a,"\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found, err := ParseFilter(s)
		if err != nil && (err.At < 0 || err.At > len(s)) {
			t.Errorf("%q: place %d", s, err.At)
		}
		for _, c := range found {
			if c.At < 0 || c.End > len(s) || s[c.At:c.End] != c.Operator {
				t.Errorf("%q: %+v", s, c)
			}
		}
	})
}

// One line, short enough, no more words than the fact and the way out.
func TestMessages(t *testing.T) {
	for _, tt := range []struct{ op, rev, body, want string }{
		{"POST /api/profile-import", "2026-07-15", `{"data":{"type":"profile","attributes":{"first_nme":"x"}}}`,
			`"first_nme" is no attribute at 2026-07-15 (POST /api/profile-import data.attributes): Klaviyo answers 400; "first_name" is`},
		{"POST /api/profiles", "2026-07-15", `{"type":"profile"}`,
			`the body has no "data" (POST /api/profiles): Klaviyo answers 400; wrap it as {"data": {"type": "profile", ...}}`},
	} {
		var v any
		if err := json.Unmarshal([]byte(tt.body), &v); err != nil {
			t.Fatal(err)
		}
		got := target(t, tt.op, tt.rev).Payload(tree(v, ""))
		if len(got) != 1 || got[0].Message != tt.want {
			t.Errorf("%+v, want %s", got, tt.want)
		}
	}
}
