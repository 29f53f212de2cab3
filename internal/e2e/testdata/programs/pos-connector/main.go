package main

import (
	"context"
	"log"
	"os"

	"example.com/pos-connector/pos"
)

func main() {
	cl := pos.NewClient(os.Getenv("KLAVIYO_TOKEN"), os.Getenv("STORE"))
	ctx := context.Background()
	if err := cl.Check(ctx); err != nil {
		log.Fatal(err)
	}
	if len(os.Args) == 4 {
		if err := cl.Rename(ctx, os.Args[1], os.Args[2], os.Args[3]); err != nil {
			log.Fatal(err)
		}
	}
}
