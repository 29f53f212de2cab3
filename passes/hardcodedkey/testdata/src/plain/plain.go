package plain

import "fmt"

func f() {
	fmt.Println([]byte("pk_6be4d1d6e464a71387b1bec63faf719f10")) // want `private Klaviyo key "pk_..….." in source`
}
