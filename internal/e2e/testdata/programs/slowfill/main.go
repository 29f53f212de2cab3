package main

import (
	"log"
	"os"

	"example.com/slowfill/internal/klaviyo"
)

func main() {
	c, err := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	if err != nil {
		log.Fatal(err)
	}
	for _, read := range []func() error{c.Lists, klaviyo.Tags, klaviyo.Flows, klaviyo.Forms} {
		if err := read(); err != nil {
			log.Print(err)
		}
	}
}
