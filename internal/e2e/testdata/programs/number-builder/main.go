package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/number-builder/internal/klaviyo"
)

func main() {
	ctx := context.Background()
	c := klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))
	r := klaviyo.Row{Email: os.Getenv("EMAIL"), Area: os.Getenv("AREA"), Exchange: os.Getenv("EXCHANGE"), Line: os.Getenv("LINE"), Country: os.Getenv("COUNTRY"), National: os.Getenv("NATIONAL")}
	imports := map[string]func(context.Context, klaviyo.Row) error{
		"us": c.ImportUS, "ca": c.ImportCA, "mx": c.ImportMX, "uk": c.ImportUK,
		"any": c.ImportAny, "abroad": c.ImportAbroad, "raw": c.ImportRaw,
	}
	f, ok := imports[os.Getenv("REGION")]
	if !ok {
		log.Fatal("no such region")
	}
	if err := f(ctx, r); err != nil {
		log.Fatal(err)
	}
	fmt.Println("imported", r.US())
}
