// Command legacyporter moves an old newsletter tool step by step to the
// current API.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"example.com/legacyporter/klaviyo"
	"example.com/legacyporter/zendesk"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	kl := klaviyo.Client{Key: os.Getenv("KLAVIYO_API_KEY")}
	gone, err := kl.Exclusions(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(gone), "people are excluded")
	tickets, err := zendesk.Open(ctx, os.Getenv("ZENDESK_HOST"))
	if err != nil {
		log.Fatal(err)
	}
	for _, list := range []string{"WxYz12", "AbCd34"} {
		if err := kl.AddMembers(ctx, list, tickets); err != nil {
			log.Fatal(err)
		}
	}
	if err := kl.Suppress(ctx, tickets); err != nil {
		log.Print(err)
	}
}
