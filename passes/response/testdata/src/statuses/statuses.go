// Package statuses compares answers with constants.
package statuses

import (
	"encoding/json"
	"net/http"
)

var key string

func get(path string, out any) error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+path, nil)
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

type Status string

const (
	Cancelled  Status = "canceled" // want `"status" is never "canceled" .*: the answer says "cancelled"`
	Complete   Status = "complete"
	Processing Status = "processing"
	Queued     Status = "queued"
	Lost       Status = "lost" // the code's own
)

type job struct {
	Data struct {
		Attributes struct {
			Status Status `json:"status"`
		} `json:"attributes"`
	} `json:"data"`
}

func done(id string) (bool, error) {
	var j job
	err := get("campaign-send-jobs/"+id, &j)
	return j.Data.Attributes.Status == Cancelled, err
}

type item struct {
	Data struct {
		Attributes struct {
			Price int64   `json:"price"` // want `"price" has a fraction .*, decoded into an integer`
			Title *string `json:"title"`
		} `json:"attributes"`
	} `json:"data"`
}

func price(id string) (int64, error) {
	var i item
	err := get("catalog-items/"+id, &i)
	return i.Data.Attributes.Price, err
}

type priced struct {
	Data struct {
		Attributes struct {
			Price json.Number `json:"price"`
		} `json:"attributes"`
	} `json:"data"`
}

func number(id string) (json.Number, error) {
	var i priced
	err := get("catalog-items/"+id, &i)
	return i.Data.Attributes.Price, err
}
