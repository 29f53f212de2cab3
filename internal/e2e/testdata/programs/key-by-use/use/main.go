package main

import (
	"context"
	"log"

	"example.com/key-by-use/use/creds"
	"example.com/key-by-use/use/klaviyo"
)

func main() {
	s := creds.Load()
	log.Printf("token %s", s.Token) // want keyexposure
	_ = klaviyo.New(s.Token).Track(context.Background(), "1", "a@example.com")
}
