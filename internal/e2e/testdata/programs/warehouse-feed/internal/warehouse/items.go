package warehouse

import (
	"encoding/json"
	"io"
)

type Item struct {
	SKU   string `json:"sku"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

func Items(r io.Reader) ([]Item, error) {
	var out []Item
	dec := json.NewDecoder(r)
	for {
		var it Item
		err := dec.Decode(&it)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
}
