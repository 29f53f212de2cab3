// Package handsets makes people whom another package hands to the client.
package handsets

import "klaviyoclient"

const (
	right = "+493012345678"
	wrong = "+0351912345678" // want `zero after the plus sign`
	desk  = "(030) 1234567"
)

func Handsets() []klaviyoclient.Person {
	return []klaviyoclient.Person{{Phone: right, Desk: desk}, {Phone: wrong}}
}

func Fill(p *klaviyoclient.Person) {
	p.Desk = desk
	p.Phone = "030 1234567" // want `national format`
}

type own struct {
	Phone string `json:"phone_number"`
}

func elsewhere() own { return own{Phone: desk} }

func printed() { println(klaviyoclient.Person{Phone: desk}.Phone) }
