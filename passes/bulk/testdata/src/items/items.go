// Package items builds its requests in the loop.
package items

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

const host = "https://a.klaviyo.com"

type order struct {
	ID, Email string
	Lines     []line
}

type line struct{ SKU string }

func inline(orders []order) error {
	for _, o := range orders {
		body, err := json.Marshal(map[string]any{"data": map[string]any{"type": "event", "attributes": map[string]any{"unique_id": o.ID}}})
		if err != nil {
			return err
		}
		req, err := http.NewRequest("POST", host+"/api/events", bytes.NewReader(body)) // want `the loop sends one POST /api/events per item; batch with POST`
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		resp.Body.Close()
	}
	return nil
}

func text(codes []string) {
	for _, c := range codes {
		http.Post(host+"/api/coupon-codes", "application/json", strings.NewReader(fmt.Sprintf(`{"data":{"type":"coupon-code","attributes":{"unique_code":%q}}}`, c))) // want `the loop sends one POST /api/coupon-codes per item; batch with POST`
	}
}

func suppress(emails []string) {
	for _, e := range emails {
		body := `{"data":{"type":"profile-suppression-bulk-create-job","attributes":{"profiles":{"data":[{"type":"profile","attributes":{"email":"` + e + `"}}]}}}}`
		http.Post(host+"/api/profile-suppression-bulk-create-jobs", "application/json", strings.NewReader(body)) // want `the loop sends a list of one to POST`
	}
}

func remove(skus []string) {
	for _, s := range skus {
		req, _ := http.NewRequest(http.MethodDelete, host+"/api/catalog-variants/"+s, nil) // want `the loop sends one DELETE /api/catalog-variants/\{id\} per item; batch`
		http.DefaultClient.Do(req)
	}
}

// Three loops, one call.
func lines(orders []order, warehouses []string) {
	for _, w := range warehouses {
		for _, o := range orders {
			for _, l := range o.Lines {
				track(w, o.Email, l.SKU) // want `the loop sends one POST /api/events per item; batch with POST`
			}
		}
	}
}

func track(name, email, sku string) {
	b, _ := json.Marshal(map[string]any{"data": map[string]any{"attributes": map[string]any{"name": name, "email": email, "unique_id": sku}}})
	http.Post(host+"/api/events", "application/json", bytes.NewReader(b))
}

// One body of many.
func job(orders []order) {
	var events []map[string]any
	for _, o := range orders {
		events = append(events, map[string]any{"type": "event-bulk-create", "id": o.ID})
	}
	b, _ := json.Marshal(map[string]any{"data": map[string]any{"attributes": map[string]any{"events-bulk-create": map[string]any{"data": events}}}})
	http.Post(host+"/api/event-bulk-create-jobs", "application/json", bytes.NewReader(b))
}

// One after the loop, and one on the way out of it.
func last(orders []order) {
	var newest order
	for _, o := range orders {
		if o.ID > newest.ID {
			newest = o
		}
	}
	track("newest", newest.Email, newest.ID)
}

// A search sends for one of them at most.
func search(orders []order, id string) {
	for _, o := range orders {
		if o.ID == id {
			track("found", o.Email, o.ID)
			break
		}
	}
	for _, o := range orders {
		switch o.ID {
		case id:
			track("seen", o.Email, o.ID) // want `the loop sends one POST /api/events per item; batch with POST`
			break
		}
	}
}

// Work that is put aside in the loop, to be done later.
type pool struct{ work chan func() }

func (p *pool) submit(f func()) { p.work <- f }

func later(p *pool, orders []order) {
	for _, o := range orders {
		p.submit(func() {
			track("later", o.Email, o.ID) // want `the loop sends one POST /api/events per item; batch with POST`
		})
	}
}

// Reads have no bulk form.
func read(ids []string) {
	for _, id := range ids {
		http.Get(host + "/api/profiles/" + id)
	}
}

// Pages: the address comes from the answer before.
func pages() error {
	for url := host + "/api/profiles"; url != ""; {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		var page struct {
			Links struct{ Next string }
			Data  []struct{ ID string }
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
			return err
		}
		resp.Body.Close()
		for _, d := range page.Data {
			track("seen", "", d.ID) // want `the loop sends one POST /api/events per item; batch with POST`
		}
		url = page.Links.Next
	}
	return nil
}
