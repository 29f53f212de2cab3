package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"example.com/multi-sink/sink"
)

func main() {
	sinks := []sink.Sink{
		sink.NewKlaviyo(os.Getenv("KLAVIYO_API_KEY"), ""),
		sink.NewMailchimp(os.Getenv("MAILCHIMP_KEY"), "us6"),
	}
	var contacts []sink.Contact
	if err := json.NewDecoder(os.Stdin).Decode(&contacts); err != nil {
		log.Fatal(err)
	}
	for _, c := range contacts {
		for _, s := range sinks {
			if err := s.Push(context.Background(), c); err != nil { // want bulk
				log.Printf("%T: %v", s, err)
			}
		}
	}
}
