package a

//klaviyolint:file-ignore alpha everything in this file is old

func inFile() {
	alpha()
	beta()
}

//klaviyolint:file-ignore beta // want `say why: //klaviyolint:file-ignore beta reason`
