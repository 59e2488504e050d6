package io.github.agoratoken;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.nio.charset.StandardCharsets;

/** How C passes a string. It is public because JNA has to see it, and is no part of this package's API. */
@Structure.FieldOrder({"data", "len"})
public final class Str extends Structure implements Structure.ByValue {
    static final int BYTES = 16;

    /** The bytes. */
    public Pointer data;
    /** How many there are. */
    public long len;

    /** What a function returns; JNA makes it. */
    public Str() {}

    /** What goes in, written straight to memory: to have JNA copy the fields costs more than most calls. */
    Str(Pointer memory) {
        super(memory);
        setAutoSynch(false);
    }

    void set(long address, long length) {
        getPointer().setLong(0, address);
        getPointer().setLong(8, length);
    }

    byte[] copy() {
        return len == 0 ? new byte[0] : data.getByteArray(0, Math.toIntExact(len));
    }

    String text() {
        return new String(copy(), StandardCharsets.UTF_8);
    }
}
