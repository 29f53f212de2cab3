// Command gateway-client prints lists.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/gateway-client/gateway"
)

func main() {
	lists, err := gateway.Open(os.Getenv("KLAVIYO_PRIVATE_KEY")).Lists(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(lists))
}
