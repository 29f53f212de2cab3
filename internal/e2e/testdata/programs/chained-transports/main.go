package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"example.com/tripperok/internal/klaviyo"
)

func main() {
	l := slog.Default()
	var codes []string
	for i := range 100 {
		codes = append(codes, fmt.Sprintf("BF-%04d", i))
	}
	c := klaviyo.NewCoupons(os.Getenv("KLAVIYO_PRIVATE_KEY"), l)
	if err := c.Mint(context.Background(), "BLACKFRIDAY", codes, time.Now().AddDate(0, 1, 0)); err != nil {
		l.Error("mint", "err", err)
		os.Exit(1)
	}
}
