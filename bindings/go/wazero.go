//go:build !cgo || agora_token_wasm

package agoratoken

import (
	"bytes"
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/binary"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The library as a WebAssembly module, which `make go-wasm` puts here.
//
//go:embed agora_token.wasm
var code []byte

// library is the library without cgo.
type library struct{}

// ref is an object in the memory of the module.
type ref = *object

type object struct {
	address uint32
	// generation is the instance that it is in.
	generation int
	closed     bool
	// parent is what it was made with.
	parent ref
	// again makes it in a new instance. What has none is lost with its instance.
	again func(m *module) (uint32, Status)
	// kept are the credentials that again needs; nil where there is no again.
	kept *credentials
}

// output is where a token goes.
type output struct {
	text   []byte
	result struct {
		len    uint32
		status Status
	}
}

// lost reports whether an object went with an instance: what its getters gave may be nothing.
func (library) lost(object ref) bool {
	wasm.mu.Lock()
	defer wasm.mu.Unlock()
	return wasm.instance == nil || object.generation != wasm.generation
}

// module is the one instance of the WebAssembly module, for one call at a time: a token takes a few microseconds, and
// with one instance no two tokens of an Issuer have the same salt.
//
// The arguments of a call are written to pages of the instance that are not the library's own: first the place where
// a result of two words comes, then texts, structs and the output.
//
// A call that traps leaves the instance half changed. It is then wiped and thrown away: the call reports PANIC, and
// the next one starts a new instance, in which Issuers and Endpoints are made again.
type module struct {
	mu      sync.Mutex
	runtime wazero.Runtime
	code    wazero.CompiledModule

	// instance is nil before the first call and after a trap; generation counts them.
	instance   api.Module
	generation int
	functions  map[string]api.Function
	memory     api.Memory
	stackEnd   uint32

	// The own pages: where the result comes, where the texts start, how far they go, and how far they are filled.
	result, texts, end, top uint32

	// The call that is being made ready: its arguments, the object that it is a call on, how much its texts take.
	arguments []uint64
	storage   [maxArguments]uint64
	of        ref
	filled    int
	// refused is why the call cannot be made.
	refused Status
}

var wasm module

const (
	page = 65536
	// resultSize is the room for a result, such as a pointer and a length.
	resultSize = 16
	// maxText is more than any text that the library takes. It refuses a longer one that was cut here in the same way.
	maxText = 2 << 20
	// maxTexts is what the texts of one call may take together: far more than the library does.
	maxTexts = 64 << 20
	// maxArguments is more than any call has.
	maxArguments = 16
)

var background = context.Background()

// compile makes machine code of the module, once in the program's life.
func (m *module) compile() {
	m.runtime = newRuntime()
	_, err := m.runtime.NewHostModuleBuilder("host").
		NewFunctionBuilder().WithFunc(clock).Export("clock").
		NewFunctionBuilder().WithFunc(random).Export("random").
		Instantiate(background)
	if err == nil {
		m.code, err = m.runtime.CompileModule(background, code)
	}
	if err != nil {
		panic("agoratoken: the WebAssembly module is not what this package was built for: " + err.Error())
	}
}

// newRuntime has wazero's compiler, or its interpreter on other processors and where the system lets no memory become
// executable, as under systemd's MemoryDenyWriteExecute, of which wazero panics.
func newRuntime() (runtime wazero.Runtime) {
	defer func() {
		if recover() != nil {
			runtime = wazero.NewRuntimeWithConfig(background, wazero.NewRuntimeConfigInterpreter())
		}
	}()
	return wazero.NewRuntime(background)
}

// clock is the module's: the Unix time in seconds, or 0 where there is none.
func clock() float64 { return float64(max(time.Now().Unix(), 0)) }

// random is the module's: a number of 32 bits. crypto/rand ends the program where there is no randomness.
func random() float64 {
	var number [4]byte
	rand.Read(number[:])
	return float64(binary.LittleEndian.Uint32(number[:]))
}

func (m *module) start() {
	if m.code == nil {
		m.compile()
	}
	instance, err := m.runtime.InstantiateModule(background, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		panic("agoratoken: the WebAssembly module does not start: " + err.Error())
	}
	m.instance = instance
	m.memory = instance.Memory()
	m.functions = map[string]api.Function{}
	m.stackEnd = uint32(instance.ExportedGlobal("__stack_high").Get())
	m.generation++
	m.texts, m.end = 0, 0
	m.grow(page)
	m.result = m.texts
	m.texts += resultSize
}

// discard ends an instance, of which nothing stays in memory.
func (m *module) discard() {
	m.wipe(0, m.memory.Size())
	m.instance.Close(background)
	m.instance = nil
}

// enter makes ready for a call, on an object or on none; leave follows.
func (m *module) enter(object ref) *module {
	m.mu.Lock()
	ready := false
	defer func() {
		if !ready { // A panic of start: the next call is to say the same, and not to wait.
			m.leave()
		}
	}()
	if m.instance == nil {
		m.start()
	}
	m.begin(object)
	if object != nil {
		m.number(uint64(m.addressOf(object)))
	}
	ready = true
	return m
}

func (m *module) leave() { m.mu.Unlock() }

// begin forgets the arguments of the last call.
func (m *module) begin(object ref) {
	m.arguments = m.storage[:0]
	m.of = object
	m.top, m.filled = m.texts, 0
	m.refused = abiOk
}

// addressOf is where an object is in this instance.
func (m *module) addressOf(object ref) uint32 {
	if object.generation == m.generation {
		return object.address
	}
	if object.again == nil {
		m.refused = abiPanic
		return 0
	}
	address, status := object.again(m)
	m.begin(object)
	if m.refused = status; status == abiOk {
		object.address, object.generation = address, m.generation
	}
	return address
}

// number adds an argument.
func (m *module) number(n uint64) { m.arguments = append(m.arguments, n) }

// text adds a string: the address of where its own address and its length are.
func (m *module) text(s string) {
	at := m.place(8)
	m.putText(at, s)
	m.number(uint64(at))
}

// list adds a list of strings: its address and its length.
func (m *module) list(texts []string) {
	at := m.place(8)
	m.putTexts(at, texts)
	m.number(uint64(m.word(at)))
	m.number(uint64(m.word(at + 4)))
}

func (m *module) putNumber(at, number uint32) { m.memory.WriteUint32Le(at, number) }

func (m *module) word(at uint32) uint32 {
	word, _ := m.memory.ReadUint32Le(at)
	return word
}

func (m *module) putText(at uint32, s string) {
	if len(s) > maxText {
		s = cut(s)
	}
	if start, ok := m.room(len(s)); ok {
		m.memory.WriteString(start, s)
		m.putNumber(at, start)
		m.putNumber(at+4, uint32(len(s)))
	}
}

// cut is the front of a text that is too long, without a part of a character at its end.
func cut(s string) string {
	s = s[:maxText]
	for range utf8.UTFMax {
		if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}

func (m *module) putTexts(at uint32, texts []string) {
	list, ok := m.room(8 * len(texts))
	if !ok {
		return
	}
	for i, text := range texts {
		m.putText(list+8*uint32(i), text)
	}
	m.putNumber(at, list)
	m.putNumber(at+4, uint32(len(texts)))
}

// place gives a place for a few words, filled with zeros.
func (m *module) place(size int) uint32 {
	at, _ := m.room(size)
	return at
}

// room gives so many bytes, filled with zeros, or refuses the call. What was written before stays where it is.
func (m *module) room(size int) (uint32, bool) {
	if m.refused != abiOk {
		return m.texts, false
	}
	m.filled += size
	needed := (uint32(size) + 7) &^ 7
	if m.filled > maxTexts || m.end-m.top < needed && !m.grow(needed) {
		m.refused = abiStringTooLong
		return m.texts, false
	}
	at := m.top
	m.top += needed
	m.wipe(at, needed)
	return at, true
}

// grow takes pages that are not the library's, twice as many each time, since none is ever given back.
func (m *module) grow(size uint32) bool {
	pages := (max(size, 2*(m.end-m.texts)) + page - 1) / page
	before, ok := m.memory.Grow(pages)
	if ok {
		m.texts = before * page
		m.top, m.end = m.texts, m.texts+pages*page
	}
	return ok
}

// wipe fills memory with zeros.
func (m *module) wipe(from, size uint32) {
	if memory, ok := m.memory.Read(from, size); ok {
		clear(memory)
	}
}

// wipeStack fills the module's stack with zeros, which holds copies of what functions that have returned worked on.
func (m *module) wipeStack() { m.wipe(0, m.stackEnd) }

// call calls a function of the module.
func (m *module) call(name string) (uint64, Status) {
	if m.refused != abiOk {
		return 0, m.refused
	}
	function := m.functions[name]
	if function == nil {
		function = m.instance.ExportedFunction(name)
		m.functions[name] = function
	}
	// The result comes where the first argument was.
	stack := m.arguments[:maxArguments]
	if err := function.CallWithStack(background, stack); err != nil {
		m.discard()
		return 0, abiPanic
	}
	return stack[0], abiOk
}

// get calls what gives a number; 0 where it cannot be called.
func (m *module) get(name string) uint64 {
	number, _ := m.call(name)
	return number
}

// status calls what gives a status.
func (m *module) status(name string) Status {
	given, status := m.call(name)
	if status != abiOk {
		return status
	}
	return Status(int32(given))
}

// made calls what makes an object, and gives its address.
func (m *module) made(name string) (uint32, Status) {
	m.number(uint64(m.result))
	if status := m.status(name); status != abiOk {
		return 0, status
	}
	return m.word(m.result), abiOk
}

// make is made as an object.
func (m *module) make(name string) (ref, Status) {
	address, status := m.made(name)
	if status != abiOk {
		return nil, status
	}
	return &object{address: address, generation: m.generation, parent: m.of}, abiOk
}

// write calls what writes a text.
func (m *module) write(name string, out *output) {
	at, _ := m.room(len(out.text))
	m.number(uint64(at))
	m.number(uint64(len(out.text)))
	m.number(uint64(m.result))
	out.result.status = m.status(name)
	if m.instance == nil {
		return
	}
	out.result.len = m.word(m.result)
	if out.result.status == abiOk {
		text, _ := m.memory.Read(at, out.result.len)
		copy(out.text, text)
	}
}

// lent calls what lends a string, and copies that.
func (m *module) lent(name string) string {
	m.arguments = slices.Insert(m.arguments, 0, uint64(m.result))
	if _, status := m.call(name); status != abiOk {
		return ""
	}
	text, _ := m.memory.Read(m.word(m.result), m.word(m.result+4))
	return string(text)
}

// cString calls what gives a string that ends with a NUL, and copies that.
func (m *module) cString(name string) string {
	start, status := m.call(name)
	if status != abiOk {
		return ""
	}
	text, _ := m.memory.Read(uint32(start), m.memory.Size()-uint32(start))
	return string(text[:bytes.IndexByte(text, 0)])
}

// free gives an object back. While what it was made with is open, the certificate is in memory anyway.
func (m *module) free(name string, object ref) {
	m.mu.Lock()
	defer m.mu.Unlock()
	object.closed = true
	object.kept.wipe()
	if m.instance == nil || object.generation != m.generation {
		return
	}
	m.begin(object)
	m.number(uint64(object.address))
	m.call(name)
	if m.instance != nil && (object.kept != nil || object.parent != nil && object.parent.closed) {
		m.wipeStack()
	}
}

// credentials are kept for what must be made again.
type credentials struct {
	appID          string
	appCertificate []byte
}

func (c *credentials) wipe() {
	if c != nil {
		clear(c.appCertificate)
	}
}

// issuer makes an issuer of them.
func (c *credentials) issuer(m *module) (uint32, Status) {
	return issuerOf(m, c.appID, c.appCertificate)
}

// issuerOf makes an issuer, and leaves nothing of the certificate but what that holds.
func issuerOf[text string | []byte](m *module, appID string, appCertificate text) (uint32, Status) {
	m.begin(nil)
	m.text(appID)
	at := m.place(8)
	size := min(len(appCertificate), maxText)
	if start, ok := m.room(size); ok {
		memory, _ := m.memory.Read(start, uint32(size))
		copy(memory, appCertificate)
		m.putNumber(at, start)
		m.putNumber(at+4, uint32(size))
	}
	m.number(uint64(at))
	address, status := m.made("agora_token_issuer_new")
	if m.instance != nil {
		m.wipe(m.texts, m.top-m.texts)
		m.wipeStack()
	}
	return address, status
}

func (library) issuerNew(appID, appCertificate string) (ref, Status) {
	m := wasm.enter(nil)
	defer m.leave()
	address, status := issuerOf(m, appID, appCertificate)
	if status != abiOk {
		return nil, status
	}
	kept := &credentials{appID, []byte(appCertificate)}
	return &object{address: address, generation: m.generation, again: kept.issuer, kept: kept}, abiOk
}

func (library) endpointNew(issuer ref, options *abiEndpointOptions) (ref, Status) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(options.write(m)))
	endpoint, status := m.make("agora_token_endpoint_new")
	if status != abiOk {
		return nil, status
	}
	kept := &credentials{issuer.kept.appID, bytes.Clone(issuer.kept.appCertificate)}
	given := *options
	given.allowOrigins = slices.Clone(options.allowOrigins)
	endpoint.kept = kept
	endpoint.again = func(m *module) (uint32, Status) { return kept.endpoint(m, &given) }
	return endpoint, abiOk
}

// endpoint makes an endpoint of them, by an issuer that it outlives.
func (c *credentials) endpoint(m *module, options *abiEndpointOptions) (uint32, Status) {
	issuer, status := c.issuer(m)
	if status != abiOk {
		return 0, status
	}
	m.begin(nil)
	m.number(uint64(issuer))
	m.number(uint64(options.write(m)))
	endpoint, status := m.made("agora_token_endpoint_new")
	if m.instance == nil {
		return 0, status
	}
	m.begin(nil)
	m.number(uint64(issuer))
	if _, freed := m.call("agora_token_issuer_free"); freed != abiOk {
		return 0, freed // The endpoint went with its instance.
	}
	return endpoint, status
}
