package io.github.agoratoken;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The native memory of one call. A call takes one and gives it back, whatever thread it is on: a frame for each
 * thread would be one for each virtual thread.
 */
final class Frame implements AutoCloseable {
    /** A function that writes text. */
    interface TextCall {
        int into(long out, long capacity, long length);
    }

    private static final ConcurrentLinkedQueue<Frame> FREE = new ConcurrentLinkedQueue<>();

    private static final int OUT_BYTES = Abi.MAX_LEN + 1;
    private static final int SLOT = OUT_BYTES;
    private static final int STRS = SLOT + 8;
    private static final int ARENA = STRS + Abi.MAX_TEXTS * Str.BYTES;
    private static final int BYTES = ARENA + 2048;

    /** A lone surrogate, which is no UTF-8: the library says what it thinks of that. */
    private static final byte[] NOT_UTF8 = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};

    private final Memory memory = new Memory(BYTES);
    private final long address = Pointer.nativeValue(memory);
    private final Str[] strs = new Str[Abi.MAX_TEXTS];
    private final List<Memory> large = new ArrayList<>();
    private int usedStrs;
    private int usedArena;

    private Frame() {
        for (int i = 0; i < strs.length; i++) {
            strs[i] = new Str(memory.share(STRS + (long) i * Str.BYTES, Str.BYTES));
        }
    }

    static Frame take() {
        Frame free = FREE.poll();
        return free == null ? new Frame() : free;
    }

    /** Gives it back. */
    @Override
    public void close() {
        usedStrs = 0;
        usedArena = 0;
        if (!large.isEmpty()) {
            large.clear();
        }
        FREE.offer(this);
    }

    /** Leaves nothing of what went through it. */
    void wipe() {
        memory.clear();
        large.forEach(Memory::clear);
    }

    /** A string that goes in. */
    Str in(String text, String name) {
        return in(utf8(text, name));
    }

    /** Bytes that go in where UTF-8 is not asked for. */
    Str in(byte[] bytes) {
        Str str = strs[usedStrs++];
        str.set(address(bytes), bytes.length);
        return str;
    }

    /** Writes a string into a struct. */
    void put(Pointer struct, int offset, byte[] bytes) {
        struct.setLong(offset, address(bytes));
        struct.setLong(offset + 8L, bytes.length);
    }

    /** Writes a list of strings into a struct: its address at one offset, its length at the other. */
    void putList(Pointer struct, int offset, int countOffset, Collection<String> texts, String name) {
        struct.setLong(offset, list(texts, name));
        struct.setLong(countOffset, texts.size());
    }

    /** The address of a list of strings. */
    long list(Collection<String> texts, String name) {
        if (texts.isEmpty()) {
            return 0;
        }
        Memory list = memory((long) texts.size() * Str.BYTES);
        int at = 0;
        for (String text : texts) {
            put(list, at, utf8(text, "each of " + name));
            at += Str.BYTES;
        }
        return Pointer.nativeValue(list);
    }

    /** More memory, until the frame is given back. */
    Memory memory(long bytes) {
        Memory more = new Memory(bytes);
        large.add(more);
        return more;
    }

    /** Where a new handle comes out. */
    long slot() {
        return address + SLOT;
    }

    /** The handle that came out. */
    long handle() {
        return memory.getLong(SLOT);
    }

    /** Calls a function that writes text, and gives the text. */
    String text(TextCall call) {
        int status = call.into(address, OUT_BYTES, slot());
        if (status == Status.BUFFER_TOO_SMALL.number()) {
            Memory larger = memory(memory.getLong(SLOT) + 1);
            AgoraTokenException.raiseFor(call.into(Pointer.nativeValue(larger), larger.size(), slot()));
            return utf8(larger);
        }
        AgoraTokenException.raiseFor(status);
        return utf8(memory);
    }

    private String utf8(Memory out) {
        byte[] bytes = out.getByteArray(0, Math.toIntExact(memory.getLong(SLOT)));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long address(byte[] bytes) {
        if (bytes.length > BYTES - ARENA - usedArena) {
            Memory own = memory(bytes.length);
            own.write(0, bytes, 0, bytes.length);
            return Pointer.nativeValue(own);
        }
        int at = ARENA + usedArena;
        memory.write(at, bytes, 0, bytes.length);
        usedArena += bytes.length;
        return address + at;
    }

    static byte[] utf8(String text, String name) {
        Objects.requireNonNull(text, () -> name + " is null");
        return hasLoneSurrogate(text) ? NOT_UTF8 : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
            if (!isPair) {
                return true;
            }
            i++;
        }
        return false;
    }
}
