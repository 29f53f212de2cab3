package main

import (
	"bufio"
	"context"
	"log"
	"os"
	"os/signal"
	"strings"

	"example.com/loyalty/internal/klaviyo"
	"example.com/loyalty/internal/members"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	key := os.Getenv("KLAVIYO_API_KEY")
	if !strings.HasPrefix(key, "pk_") {
		log.Fatal("KLAVIYO_API_KEY does not start with pk_")
	}
	c := klaviyo.New(key)
	if len(os.Args) == 3 {
		id, err := c.CreateOrUpdate(ctx, map[string]any{"email": os.Args[1], "external_id": os.Args[2]})
		log.Println(id, err)
		return
	}
	var ms []members.Member
	for sc := bufio.NewScanner(os.Stdin); sc.Scan(); {
		if mail, no, ok := strings.Cut(sc.Text(), ";"); ok {
			ms = append(ms, members.Member{Email: mail, Number: no})
		}
	}
	if err := members.Import(ctx, c, ms); err != nil {
		log.Fatal(err)
	}
}
