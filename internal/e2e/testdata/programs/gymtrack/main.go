// Command gymtrack is the back office of a gym chain.
package main

import (
	"context"
	"log"
	"os"

	"example.com/gymtrack/klaviyo"
	"example.com/gymtrack/members"
)

func main() {
	kl := klaviyo.NewService(klaviyo.Config{APIKey: os.Getenv("KLAVIYO_API_KEY")})
	repo := members.NewRepository(kl)
	ctx := context.Background()
	if err := repo.Join(ctx, members.Member{Email: "jo@gym.example", Plan: "day"}); err != nil {
		log.Fatal(err)
	}
	if err := repo.Upgrade(ctx, members.Member{Email: "jo@gym.example", Plan: "year"}); err != nil {
		log.Fatal(err)
	}
}
