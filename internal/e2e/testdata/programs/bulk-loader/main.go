package main

import (
	"bufio"
	"context"
	"log"
	"os"
	"strings"

	"example.com/bulk-loader/internal/klaviyo"
)

func main() {
	var emails []string
	sc := bufio.NewScanner(os.Stdin)
	for sc.Scan() {
		if e := strings.TrimSpace(sc.Text()); e != "" {
			emails = append(emails, e)
		}
	}
	if err := sc.Err(); err != nil {
		log.Fatal(err)
	}
	if err := klaviyo.NewLoader(os.Getenv("KLAVIYO_API_KEY")).Load(context.Background(), emails); err != nil {
		log.Fatal(err)
	}
}
