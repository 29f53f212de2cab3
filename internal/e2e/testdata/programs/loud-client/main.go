package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/loud-client/internal/conf"
	"example.com/loud-client/internal/klaviyo"
)

// say writes one line for people.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func main() {
	cfg, err := conf.Load("config.json")
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("starting with %+v", *cfg) // want keyexposure
	log.Printf("mail goes to %+v", cfg.Mail)
	say("list %s", cfg.Backend.ListID)
	say("credential %s", cfg.Backend.Credential) // want keyexposure
	say("credential set: %t", cfg.Backend.Credential != "")
	c := klaviyo.New(cfg.Backend.Credential, os.Getenv("TRACE") != "")
	log.Printf("using %v", c)
	if err := c.Check(context.Background()); err != nil {
		log.Fatal(err)
	}
}
