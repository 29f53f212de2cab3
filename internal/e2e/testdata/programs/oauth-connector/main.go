package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/oauth-connector/account"
	"example.com/oauth-connector/token"
)

func main() {
	ctx := context.Background()
	src := token.Source{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Refresh:      os.Getenv("REFRESH_TOKEN"),
	}
	tok, err := src.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	name, err := account.Name(ctx, tok)
	if err != nil {
		log.Fatal(err)
	}
	n, err := account.Flows(ctx, tok)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(name, n)
	if err := src.Revoke(ctx, tok); err != nil {
		log.Print(err)
	}
}
