package io.github.agoratoken;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * An object of the library's, and who uses it. The last one out frees it: to close it in one thread takes nothing from
 * the calls that others are in, and no call waits.
 */
final class Handle implements Runnable {
    /** A function that takes the object and gives a status. */
    interface Call {
        int with(long object);
    }

    /** A function that takes the object and writes text. */
    interface TextCall {
        int into(long object, long out, long capacity, long length);
    }

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int CLOSED = Integer.MIN_VALUE;

    private final long object;
    private final LongConsumer free;
    private final String name;
    /** How many calls use it, and the sign bit once it is closed. */
    private final AtomicInteger users = new AtomicInteger();

    private Handle(long object, LongConsumer free, String name) {
        this.object = object;
        this.free = free;
        this.name = name;
    }

    /** Takes an object over, which is freed at the latest when its owner is no longer reachable. */
    static Owned own(Object owner, long object, LongConsumer free, String name) {
        Handle handle = new Handle(object, free, name);
        return new Owned(owner, handle, CLEANER.register(owner, handle));
    }

    /** Closes it. */
    @Override
    public void run() {
        if (users.getAndUpdate(count -> count | CLOSED) == 0) {
            free.accept(object);
        }
    }

    long borrow() {
        for (;;) {
            int count = users.get();
            if (count < 0) {
                throw new IllegalStateException("the " + name + " is closed: make a new one");
            }
            if (users.compareAndSet(count, count + 1)) {
                return object;
            }
        }
    }

    void release() {
        if (users.decrementAndGet() == CLOSED) {
            free.accept(object);
        }
    }

    /** A handle with its owner, who stays reachable during each call. */
    static final class Owned {
        /** Only for the fence: a strong reference from here would keep no owner alive who is not. */
        private final Object owner;
        private final Handle handle;
        private final Cleaner.Cleanable cleanable;

        private Owned(Object owner, Handle handle, Cleaner.Cleanable cleanable) {
            this.owner = owner;
            this.handle = handle;
            this.cleanable = cleanable;
        }

        void close() {
            cleanable.clean();
        }

        void raise(Call call) {
            AgoraTokenException.raiseFor(status(call));
        }

        int status(Call call) {
            long object = handle.borrow();
            try {
                return call.with(object);
            } finally {
                handle.release();
                Reference.reachabilityFence(owner);
            }
        }

        String text(Frame frame, TextCall call) {
            long object = handle.borrow();
            try {
                return frame.text((out, capacity, length) -> call.into(object, out, capacity, length));
            } finally {
                handle.release();
                Reference.reachabilityFence(owner);
            }
        }
    }
}
