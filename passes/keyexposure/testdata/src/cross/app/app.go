package app

import (
	"fmt"
	"log"

	"cross/kl"
	"cross/klaviyocfg"
)

func Run() error {
	c := klaviyocfg.Load()
	fmt.Printf("%+v\n", c) // want `fmt\.Printf writes a value that holds the private key`
	log.Println(c.Name)
	kl.Debugf("starting with %s", c.Key) // want `log\.Printf writes the private key`
	kl.Debugf("starting as %s", c.Name)
	return kl.New(c.Key).Accounts()
}
