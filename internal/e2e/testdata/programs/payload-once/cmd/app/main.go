// Command app signs people up. What the client writes wrongly is found there once;
// what is wrong only in what this command gives it is found here.
package main

import (
	"context"
	"log"
	"os"

	"example.com/payload-once/klaviyo"
)

type tag struct {
	Type       string `json:"type"`
	Attributes struct {
		Title string `json:"title"` // want payload
	} `json:"attributes"`
}

func main() {
	ctx := context.Background()
	c := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	if err := c.Upsert(ctx, klaviyo.Person{Email: "jo@example.org", First: "Jo"}); err != nil {
		log.Fatal(err)
	}
	gold := klaviyo.Person{Email: "al@example.org", Tier: "gold"}
	if err := c.Upsert(ctx, gold); err != nil { // want payload
		log.Fatal(err)
	}
	if err := c.Subscribe(ctx, "AbCdEf", []string{"jo@example.org"}); err != nil {
		log.Fatal(err)
	}
	t := tag{Type: "tag"}
	t.Attributes.Title = "VIP"
	if err := c.Send(ctx, "/api/tags", map[string]any{"data": t}); err != nil {
		log.Fatal(err)
	}
}
