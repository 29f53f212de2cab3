package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/masked-phones/internal/klaviyo"
)

func main() {
	ctx := context.Background()
	c := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	fmt.Println(klaviyo.Card(klaviyo.Anonymous))
	fmt.Println(klaviyo.Card(klaviyo.Person{Email: "me@northwind.test", PhoneNumber: "555-0123"}))
	id := os.Getenv("PROFILE_ID")
	for _, f := range []func(context.Context, string) error{c.Redact, c.Clear, c.Drop, c.Note} {
		if err := f(ctx, id); err != nil {
			log.Fatal(err)
		}
	}
}
