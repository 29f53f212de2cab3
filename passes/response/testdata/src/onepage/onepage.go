// Package onepage reads lists into types with a place for the next link.
package onepage

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

var key string

const base = "https://a.klaviyo.com/api/"

func get(path string, out any) error {
	req, err := http.NewRequest("GET", base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

type lists struct {
	Data []struct {
		ID         string `json:"id"`
		Attributes struct {
			Name string `json:"name"`
		} `json:"attributes"`
	} `json:"data"`
	Links struct {
		Next *string `json:"next"`
	} `json:"links"`
}

// Searched, and the rest is never asked for.
func byName(name string) (string, error) {
	var page lists
	if err := get("lists", &page); err != nil { // want `the items of GET /api/lists are worked on, and "links.next" is never read`
		return "", err
	}
	for _, l := range page.Data {
		if l.Attributes.Name == name {
			return l.ID, nil
		}
	}
	return "", fmt.Errorf("no list %q", name)
}

// The same with a flag, by index, with the name in a variable first.
func flagged(name string) (id string) {
	page := lists{}
	if get("lists/", &page) != nil { // want `the items of GET /api/lists are worked on`
		return ""
	}
	for i := range page.Data {
		if strings.EqualFold(page.Data[i].Attributes.Name, name) {
			id = page.Data[i].ID
			break
		}
	}
	return id
}

func prefixed(name string) string {
	page := new(lists)
	_ = get("lists", page) // want `the items of GET /api/lists are worked on`
	for _, l := range page.Data {
		have := strings.TrimSpace(l.Attributes.Name)
		switch {
		case strings.HasPrefix(have, name):
			return l.ID
		}
	}
	return ""
}

// Counted.
func count() (int, error) {
	var page lists
	err := get("segments", &page) // want `the items of GET /api/segments are worked on`
	return len(page.Data), err
}

// Collected.
func names() ([]string, error) {
	var page lists
	if err := get("lists", &page); err != nil { // want `the items of GET /api/lists are worked on`
		return nil, err
	}
	var out []string
	for _, l := range page.Data {
		out = append(out, l.Attributes.Name)
	}
	return out, nil
}

// Handed on, under a name that says all.
func fetchAll() (any, error) {
	var page struct {
		Data []struct{ ID string } `json:"data"`
	}
	err := get("segments", &page) // want `the items of GET /api/segments are worked on`
	return page.Data, err
}

// The link is followed.
func followed(name string) (string, error) {
	for path := "lists"; path != ""; {
		var page lists
		if err := get(path, &page); err != nil {
			return "", err
		}
		for _, l := range page.Data {
			if l.Attributes.Name == name {
				return l.ID, nil
			}
		}
		path = ""
		if page.Links.Next != nil {
			path = strings.TrimPrefix(*page.Links.Next, base)
		}
	}
	return "", nil
}

// By a function that calls itself.
func recursive(path string, work func(string)) error {
	var page lists
	if err := get(path, &page); err != nil {
		return err
	}
	for _, l := range page.Data {
		work(l.ID)
	}
	if next := page.Links.Next; next != nil {
		return recursive(strings.TrimPrefix(*next, base), work)
	}
	return nil
}

// One page on purpose.
func firstPage(work func(string)) error {
	var page lists
	if err := get("lists", &page); err != nil {
		return err
	}
	for _, l := range page.Data {
		work(l.ID)
	}
	return nil
}

func some(limit int) (out []string) {
	var page lists
	if get("lists", &page) != nil {
		return nil
	}
	for _, l := range page.Data {
		if len(out) == limit {
			break
		}
		out = append(out, l.ID)
	}
	return out
}

func anyList() string {
	var page lists
	if get("lists", &page) != nil || len(page.Data) == 0 {
		return ""
	}
	return page.Data[0].ID
}

func few(work func(string)) {
	var page lists
	if get("lists", &page) != nil {
		return
	}
	for i, l := range page.Data {
		if i >= 3 {
			break
		}
		work(l.ID)
	}
}

// The whole page goes to who asked for it, links and all.
func handedOn() (*lists, error) {
	var page lists
	err := get("lists", &page)
	return &page, err
}

// There is one account.
func zone() string {
	var accounts struct {
		Data []struct {
			Attributes struct {
				Timezone string `json:"timezone"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if get("accounts", &accounts) != nil {
		return ""
	}
	for _, a := range accounts.Data {
		return a.Attributes.Timezone
	}
	return ""
}
