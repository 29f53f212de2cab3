package a

//klaviyolint:file-ignore alpha everything in this file is old

func inFile() {
	alpha()
	beta()
}

//klaviyolint:file-ignore beta // want `the directive gives no reason and silences nothing; write`
