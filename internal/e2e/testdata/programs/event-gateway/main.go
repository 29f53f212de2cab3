package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"example.com/event-gateway/gateway"
)

func main() {
	k := gateway.NewKlaviyo(os.Getenv("KLAVIYO_API_KEY"))
	g := gateway.New(context.Background(), 4, k.Send)
	defer g.Close()
	dec := json.NewDecoder(os.Stdin)
	for {
		var e gateway.Event
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Print(err)
			return
		}
		g.Add(e)
	}
}
