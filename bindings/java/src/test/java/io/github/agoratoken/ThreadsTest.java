package io.github.agoratoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads that share an issuer, and those that meet its end. */
class ThreadsTest {
    private static final int THREADS = 8;
    private static final int TOKENS = 1_000_000;
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aMillionTokensOfEightThreadsAreGoodAndNoneEqualsAnother() throws Exception {
        try (Issuer issuer = Official.issuer()) {
            Set<Long> all = new HashSet<>();
            for (Set<Long> own : inThreads(THREADS, () -> {
                Set<Long> made = new HashSet<>();
                for (int i = 0; i < TOKENS / THREADS; i++) {
                    // All for one user, so that the salt alone tells them apart.
                    Version version = i % 2 == 0 ? Version.V007 : Version.V006;
                    String token = issuer.rtc("room", User.uid(42), Role.PUBLISHER, HOUR, version);
                    issuer.checkRtc(token, "room", User.uid(42), RtcPrivilege.JOIN_CHANNEL);
                    made.add(((long) token.hashCode() << 32) ^ token.substring(60).hashCode());
                }
                return made;
            })) {
                all.addAll(own);
            }
            assertEquals(TOKENS, all.size());
        }
    }

    @Test
    void threadsThatMeetACloseGetATokenOrTheException() throws Exception {
        for (int round = 0; round < 200; round++) {
            Issuer issuer = Official.issuer();
            Endpoint endpoint = new Endpoint(issuer);
            CyclicBarrier start = new CyclicBarrier(4);
            List<String> ends = inThreads(4, () -> {
                start.await();
                // The first to get through closes, the others go on until they notice.
                if (Thread.currentThread().getName().equals("0")) {
                    issuer.close();
                    endpoint.close();
                    return "closed";
                }
                try {
                    for (;;) {
                        issuer.verify(issuer.fpa());
                        assertEquals(200, endpoint.handle(Request.of("GET", "/rtm/1"), Policy.OPEN).status());
                    }
                } catch (IllegalStateException closed) {
                    return "closed";
                }
            });
            assertEquals(List.of("closed", "closed", "closed", "closed"), ends);
        }
    }

    @Test
    void whatIsNeverClosedIsFreedByTheGarbageCollector() throws Exception {
        List<WeakReference<Issuer>> left = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Issuer issuer = Official.issuer();
            issuer.fpa();
            left.add(new WeakReference<>(issuer));
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (left.stream().anyMatch(reference -> reference.get() != null) && System.nanoTime() < until) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(left.stream().allMatch(reference -> reference.get() == null));
    }

    private static <T> List<T> inThreads(int count, Callable<T> work) throws Exception {
        int[] next = {0};
        ExecutorService pool = Executors.newFixedThreadPool(count, task -> new Thread(task, "" + next[0]++));
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(pool.submit(work));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> each : running) {
                done.add(each.get(300, TimeUnit.SECONDS));
            }
            return done;
        } finally {
            pool.shutdownNow();
        }
    }
}
