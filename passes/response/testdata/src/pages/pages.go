// Package pages reads lists.
package pages

import (
	"encoding/json"
	"net/http"
)

var key string

type list struct {
	Data []struct {
		ID string `json:"id"`
	} `json:"data"`
}

type linked struct {
	Data  []struct{ ID string } `json:"data"`
	Links struct{ Next string } `json:"links"`
}

func get(u string, out any) error {
	req, err := http.NewRequest("GET", u, nil)
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

const base = "https://a.klaviyo.com/api"

func all(work func(string)) error {
	var l list
	if err := get(base+"/segments", &l); err != nil { // want `the items of GET /api/segments are worked on, and "links.next" is never read: what does not fit the first page is missing`
		return err
	}
	for _, x := range l.Data {
		work(x.ID)
	}
	return nil
}

func filtered(work func(string)) error {
	var l list
	if err := get(base+`/segments?filter=any(id,["a","b"])`, &l); err != nil {
		return err
	}
	for _, x := range l.Data {
		work(x.ID)
	}
	return nil
}

func latest(work func(string)) error {
	var l list
	return get(base+"/segments?sort=-created&page[size]=1", &l)
}

func follows(work func(string)) error {
	for u := base + "/segments"; u != ""; {
		var l linked
		if err := get(u, &l); err != nil {
			return err
		}
		for _, x := range l.Data {
			work(x.ID)
		}
		u = l.Links.Next
	}
	return nil
}

type firstOnly struct {
	Data []struct{ ID string } `json:"data"`
}

func first() (string, error) {
	var l firstOnly
	if err := get(base+"/lists", &l); err != nil || len(l.Data) == 0 {
		return "", err
	}
	return l.Data[0].ID, nil
}

type searched struct {
	Data []struct{ ID string } `json:"data"`
}

func find(id string) (bool, error) {
	var l searched
	if err := get(base+"/tags", &l); err != nil { // want `the items of GET /api/tags are worked on`
		return false, err
	}
	for _, x := range l.Data {
		if x.ID == id {
			return true, nil
		}
	}
	return false, nil
}
