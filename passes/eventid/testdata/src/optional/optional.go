// Package optional calls an SDK that has a field for the id.
package optional

import "github.com/dinistavares/go-klaviyo-api"

var kl = klaviyo.New()

func without(props map[string]interface{}) {
	card := &klaviyo.CreateEventCard{Data: &klaviyo.CreateEventData{
		Type:       "event",
		Attributes: &klaviyo.CreateEventAttributes{Properties: props},
	}}
	kl.Events.CreateEvent(card) // want `the event has no unique_id`
}

func with(props map[string]interface{}, order string) {
	kl.Events.CreateEvent(&klaviyo.CreateEventCard{Data: &klaviyo.CreateEventData{
		Type:       "event",
		Attributes: &klaviyo.CreateEventAttributes{Properties: props, UniqueID: order},
	}})
}

func given(card *klaviyo.CreateEventCard) { kl.Events.CreateEvent(card) }

func someGiven(attributes *klaviyo.CreateEventAttributes) {
	kl.Events.CreateEvent(&klaviyo.CreateEventCard{Data: &klaviyo.CreateEventData{Type: "event", Attributes: attributes}})
}
