package io.langsong.collector;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.collector.wire.Sync;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.PollResult.PortState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Many collectors in one process, which ask nobody: each sends every two seconds what polls of its devices would have brought. For {@code
 * many-collectors.py}. Takes the port of the server, a file with a collector a line, {@code token device,device,...}, and the interval in seconds; prints a line every ten
 * seconds: batches, octets, milliseconds until a batch was acknowledged. It checks no certificate.
 */
public final class ManyCollectors {
    private static final int SAMPLES = 10;
    private static final ConcurrentLinkedQueue<Long> WAITS = new ConcurrentLinkedQueue<>();
    private static final LongAdder OCTETS = new LongAdder();
    private static final LongAdder RESULTS = new LongAdder();
    private static final LongAdder AWAY = new LongAdder();

    private ManyCollectors() {}

    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        int interval = Integer.parseInt(words[2]);
        List<String> lines = Files.readAllLines(Path.of(words[1]));
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(" ");
            String from = "127.70.%d.%d".formatted(i / 200, i % 200 + 1);
            List<DeviceId> devices = Arrays.stream(parts[1].split(",")).map(DeviceId::new).toList();
            Thread thread = new Thread(() -> run(port, from, parts[0], devices, interval));
            thread.setDaemon(true);
            thread.start();
            // Each enrolment costs the server a signature.
            Thread.sleep(50);
        }
        while (true) {
            Thread.sleep(10_000);
            List<Long> waits = new ArrayList<>();
            for (Long wait = WAITS.poll(); wait != null; wait = WAITS.poll()) {
                waits.add(wait);
            }
            waits.sort(null);
            System.out.printf(
                    "batches %d results %d octets %d ms50 %d ms99 %d away %d%n",
                    waits.size(),
                    RESULTS.sumThenReset(),
                    OCTETS.sumThenReset(),
                    waits.isEmpty() ? 0 : waits.get(waits.size() / 2),
                    waits.isEmpty() ? 0 : waits.get(waits.size() * 99 / 100),
                    AWAY.sumThenReset());
        }
    }

    private static void run(int port, String from, String token, List<DeviceId> devices, int interval) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            List<X509Certificate> chain = enrol(port, from, token, pair);
            Life life = new Life(UUID.randomUUID(), Instant.now());
            long started = System.nanoTime();
            long number = 0;
            while (true) {
                try (SSLSocket socket = dial(port, from, pair, chain)) {
                    number = talk(socket, life, started, number, devices, interval);
                } catch (IOException cut) {
                    AWAY.increment();
                    Thread.sleep(2_000);
                }
            }
        } catch (Exception failed) {
            failed.printStackTrace();
        }
    }

    private static long talk(
            SSLSocket socket, Life life, long started, long sent, List<DeviceId> devices, int interval) throws Exception {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        write(out, new Message.Hello("bench", life.id(), life.startedAt().toEpochMilli(), millis(started), 0, 0, ""));
        Map<Long, Long> sentAt = new ConcurrentHashMap<>();
        Thread reader = new Thread(() -> {
            try {
                while (true) {
                    Message message = read(in);
                    if (message instanceof Message.Taken taken) {
                        Long at = sentAt.remove(taken.number());
                        if (at != null) {
                            WAITS.add((System.nanoTime() - at) / 1_000_000);
                        }
                    }
                }
            } catch (IOException over) {
                // The writer finds out.
            }
        });
        reader.setDaemon(true);
        reader.start();
        Sync sync = new Sync(millis(started), Instant.now(), 1);
        long number = sent;
        long from = millis(started);
        int next = 0;
        double due = 0;
        while (true) {
            Thread.sleep(2_000);
            long until = millis(started);
            due += devices.size() * (until - from) / (interval * 1000.0);
            List<PollResult> results = new ArrayList<>();
            for (; due >= 1; due--) {
                results.add(result(devices.get(next++ % devices.size()), until));
            }
            Batch batch = new Batch(life, ++number, from, until, sync, results, List.of(), List.of(), Batch.LeftOut.NOTHING);
            from = until;
            byte[] octets = BatchCodec.encode(batch);
            sentAt.put(number, System.nanoTime());
            OCTETS.add(octets.length);
            RESULTS.add(results.size());
            write(out, new Message.Upload(octets));
            if (number % 3 == 0) {
                Message.Figures figures = new Message.Figures(0, 0, null, number, 0, 0, 0, Batch.LeftOut.NOTHING);
                write(out, new Message.Ping(until, figures));
            }
        }
    }

    private static PollResult result(DeviceId device, long at) {
        Instant now = Instant.ofEpochMilli(at);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Metric metric = new Metric("bench.m" + i, i < 5 ? Metric.Kind.COUNTER64 : Metric.Kind.GAUGE, "");
            Series series = new Series(new SeriesKey(device, metric.name(), ""), metric);
            samples.add(i < 5
                    ? new Sample(series, now, at * (i + 3))
                    : Sample.gauge(series, now, (device.hashCode() + at / 60_000) % 100));
        }
        List<PortState> ports = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            ports.add(new PortState(i, "eth" + i, true, true, null));
        }
        return new PollResult(
                device, now.minusMillis(8), now, Outcome.ANSWERED, 0, 1,
                new DeviceClock(Duration.ofMillis(at + 1_000_000), null), ports, samples, "");
    }

    private static long millis(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }

    private static List<X509Certificate> enrol(int port, String from, String token, KeyPair pair) throws Exception {
        try (SSLSocket socket = dial(port, from, pair, List.of())) {
            byte[] request = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=bench"), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            write(new DataOutputStream(socket.getOutputStream()), new Message.Enrol(token, request, "bench"));
            Message answer = read(new DataInputStream(socket.getInputStream()));
            if (!(answer instanceof Message.Enrolled enrolled)) {
                throw new IllegalStateException("Not enrolled: " + answer);
            }
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] one : enrolled.certificates()) {
                chain.add((X509Certificate) factory.generateCertificate(new java.io.ByteArrayInputStream(one)));
            }
            return chain;
        }
    }

    private static SSLSocket dial(int port, String from, KeyPair pair, List<X509Certificate> chain) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        if (!chain.isEmpty()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", pair.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
            keys.init(store, new char[0]);
        }
        context.init(chain.isEmpty() ? null : keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
        socket.startHandshake();
        return socket;
    }

    /** The server of a benchmark is on this machine. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static void write(DataOutputStream out, Message message) throws IOException {
        byte[] octets = MessageCodec.encode(message);
        synchronized (out) {
            out.writeInt(octets.length);
            out.write(octets);
            out.flush();
        }
    }

    private static Message read(DataInputStream in) throws IOException {
        byte[] octets = new byte[in.readInt()];
        in.readFully(octets);
        return MessageCodec.decode(octets);
    }
}
