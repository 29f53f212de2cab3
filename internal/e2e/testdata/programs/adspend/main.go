// Command adspend compares ad spend with campaign results.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/adspend/ads"
	"example.com/adspend/klaviyo"
)

func main() {
	ctx := context.Background()
	k := klaviyo.New(os.Getenv("KLAVIYO_API_KEY"), nil)
	n, err := k.Campaigns(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if os.Getenv("PROXY_DEBUG") != "" {
		if err := klaviyo.NewDebug(os.Getenv("KLAVIYO_API_KEY")).Ping(ctx); err != nil {
			log.Print(err)
		}
	}
	spend, err := ads.Spend(ctx, os.Getenv("ADS_TOKEN"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d campaigns, %.2f spent\n", n, spend)
}
