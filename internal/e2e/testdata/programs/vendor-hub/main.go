package main

import (
	"context"
	"log"
	"os"

	"example.com/vendorhub/hub"
)

func main() {
	if len(os.Args) < 4 {
		log.Fatal("usage: vendorhub VENDOR EMAIL PHONE")
	}
	if err := hub.New().Push(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}
