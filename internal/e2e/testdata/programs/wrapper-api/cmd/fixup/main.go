// Command fixup applies last week's corrections from support.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/wrapper-api/internal/klaviyo"
)

func run(ctx context.Context, c *klaviyo.Client) error {
	if err := c.SetPhone(ctx, "01GDDKASAP8TKDDA2GRZDSVP4H", "07911 123456"); err != nil { // want e164
		return err
	}
	if err := c.SetPhone(ctx, "01GDDKASAP8TKDDA2GRZDSVP4J", "+447911123457"); err != nil {
		return err
	}
	if err := c.Upsert(ctx, klaviyo.Profile{
		Email:     "jo@northwind.test",
		FirstName: "Jo",
		Phone:     "020 7946 0958", // want e164
	}); err != nil {
		return err
	}
	if err := c.Upsert(ctx, klaviyo.Profile{
		Email:    "sam@northwind.test",
		Phone:    "+4915112345678",
		Nickname: "0151 12345678",
	}); err != nil {
		return err
	}
	p := klaviyo.Profile{Email: os.Getenv("EMAIL")}
	p.Phone = os.Getenv("PHONE")
	return c.Upsert(ctx, p)
}

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	if err := run(context.Background(), c); err != nil {
		log.Fatal(err)
	}
	fmt.Println("done; tell support at 020 7946 0000")
}
