package io.langsong.snmp.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * sendmmsg(2) and recvmmsg(2) of Linux, called by Java's interface to foreign functions: that of 22 and later, or the incubator
 * of 17. Both by reflection, since the program is compiled for 17 without its incubator. There only where Java was told that
 * it may: {@code --enable-native-access=ALL-UNNAMED}, on 17 also {@code --add-modules=jdk.incubator.foreign}.
 */
final class SystemCalls {
    private static final Logger log = LoggerFactory.getLogger(SystemCalls.class);
    /** Where a long is passed as a pointer is, and the structures of {@link DatagramBatch} are as it lays them out. */
    private static final Set<String> KNOWN_PROCESSORS = Set.of("amd64", "aarch64");

    private static final int MSG_DONTWAIT = 0x40;

    /** (descriptor, array of struct mmsghdr, how many, flags) → how many were sent, or -1. */
    private static final MethodType SENDMMSG_TYPE =
            MethodType.methodType(int.class, int.class, long.class, int.class, int.class);
    /** (descriptor, array of struct mmsghdr, how many, flags, struct timespec) → how many were received, or -1. */
    private static final MethodType RECVMMSG_TYPE =
            MethodType.methodType(int.class, int.class, long.class, int.class, int.class, long.class);

    private static final @Nullable Foreign FOREIGN = foreign();
    private static final MethodHandle SENDMMSG = call("sendmmsg", SENDMMSG_TYPE);
    private static final MethodHandle RECVMMSG = call("recvmmsg", RECVMMSG_TYPE);

    private SystemCalls() {}

    /** Java's interface to foreign functions, in one of its versions. */
    private interface Foreign {
        MethodHandle function(String name, MethodType type) throws ReflectiveOperationException;

        long address(ByteBuffer direct) throws ReflectiveOperationException;
    }

    static boolean areThere() {
        return FOREIGN != null;
    }

    /** @param messages address of an array of struct mmsghdr */
    static int sendmmsg(int descriptor, long messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(descriptor, messages, count, 0);
        } catch (Throwable thrown) {
            throw new IllegalStateException("sendmmsg", thrown);
        }
    }

    /** Does not wait. @param messages address of an array of struct mmsghdr */
    static int recvmmsg(int descriptor, long messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(descriptor, messages, count, MSG_DONTWAIT, 0L);
        } catch (Throwable thrown) {
            throw new IllegalStateException("recvmmsg", thrown);
        }
    }

    /** Where the content of a direct buffer lies; the caller keeps the buffer for as long as the address is used. */
    static long address(ByteBuffer direct) {
        if (FOREIGN == null) {
            throw new IllegalStateException("No foreign functions here");
        }
        try {
            return FOREIGN.address(direct);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that fails where there is none. */
    private static MethodHandle call(String name, MethodType type) {
        try {
            return FOREIGN == null
                    ? MethodHandles.dropArguments(MethodHandles.constant(int.class, -1), 0, type.parameterList())
                    : FOREIGN.function(name, type);
        } catch (ReflectiveOperationException wasThereJustNow) {
            throw new IllegalStateException(wasThereJustNow);
        }
    }

    private static @Nullable Foreign foreign() {
        if (!"Linux".equals(System.getProperty("os.name"))
                || !KNOWN_PROCESSORS.contains(System.getProperty("os.arch"))
                || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return null;
        }
        try {
            boolean isIncubator = Runtime.version().feature() == 17;
            if (!isIncubator && !isAllowed()) {
                return null;
            }
            Foreign found = isIncubator ? new Incubator() : new Standard();
            found.function("sendmmsg", SENDMMSG_TYPE);
            found.function("recvmmsg", RECVMMSG_TYPE);
            return found;
        } catch (ReflectiveOperationException | RuntimeException notThere) {
            log.debug("no foreign functions", notThere);
            return null;
        }
    }

    /** Otherwise Java warns at each call, and will refuse in a later release. */
    private static boolean isAllowed() throws ReflectiveOperationException {
        return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(SystemCalls.class.getModule());
    }

    /** java.lang.foreign, JEP 454. */
    private static final class Standard implements Foreign {
        private final Class<?> linkers = Class.forName("java.lang.foreign.Linker");
        private final Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
        private final Object linker = linkers.getMethod("nativeLinker").invoke(null);
        private final Object library = linkers.getMethod("defaultLookup").invoke(linker);
        private final Layouts layouts = new Layouts(
                "java.lang.foreign", Class.forName("java.lang.foreign.ValueLayout"), "JAVA_INT", "JAVA_LONG");

        Standard() throws ReflectiveOperationException {}

        @Override
        public MethodHandle function(String name, MethodType type) throws ReflectiveOperationException {
            Object found = Class.forName("java.lang.foreign.SymbolLookup")
                    .getMethod("find", String.class)
                    .invoke(library, name);
            Object noOptions = Array.newInstance(Class.forName("java.lang.foreign.Linker$Option"), 0);
            return (MethodHandle)
                    linkers.getMethod("downcallHandle", segments, layouts.descriptors(), noOptions.getClass())
                            .invoke(linker, ((Optional<?>) found).orElseThrow(), layouts.descriptor(type), noOptions);
        }

        @Override
        public long address(ByteBuffer direct) throws ReflectiveOperationException {
            Object segment = segments.getMethod("ofBuffer", Buffer.class).invoke(null, direct);
            return (long) segments.getMethod("address").invoke(segment);
        }
    }

    /** jdk.incubator.foreign of Java 17, JEP 412. */
    private static final class Incubator implements Foreign {
        private static final String HERE = "jdk.incubator.foreign";
        private final Class<?> linkers = Class.forName(HERE + ".CLinker");
        private final Class<?> addressables = Class.forName(HERE + ".Addressable");
        private final Object linker = linkers.getMethod("getInstance").invoke(null);
        private final Object library = linkers.getMethod("systemLookup").invoke(null);
        private final Layouts layouts = new Layouts(HERE, linkers, "C_INT", "C_LONG");

        Incubator() throws ReflectiveOperationException {}

        @Override
        public MethodHandle function(String name, MethodType type) throws ReflectiveOperationException {
            Object found = Class.forName(HERE + ".SymbolLookup")
                    .getMethod("lookup", String.class)
                    .invoke(library, name);
            return (MethodHandle)
                    linkers.getMethod("downcallHandle", addressables, MethodType.class, layouts.descriptors())
                            .invoke(linker, ((Optional<?>) found).orElseThrow(), type, layouts.descriptor(type));
        }

        @Override
        public long address(ByteBuffer direct) throws ReflectiveOperationException {
            Class<?> segments = Class.forName(HERE + ".MemorySegment");
            Object segment =
                    segments.getMethod("ofByteBuffer", ByteBuffer.class).invoke(null, direct);
            Object address = segments.getMethod("address").invoke(segment);
            return (long) Class.forName(HERE + ".MemoryAddress")
                    .getMethod("toRawLongValue")
                    .invoke(address);
        }
    }

    /** How a function's parameters are described. */
    private static final class Layouts {
        private final Class<?> layouts;
        private final Class<?> descriptors;
        private final Map<Class<?>, Object> ofTypes;

        Layouts(String home, Class<?> constants, String ofInt, String ofLong) throws ReflectiveOperationException {
            layouts = Class.forName(home + ".MemoryLayout");
            descriptors = Class.forName(home + ".FunctionDescriptor");
            ofTypes = Map.of(
                    int.class, constants.getField(ofInt).get(null),
                    long.class, constants.getField(ofLong).get(null));
        }

        Class<?> descriptors() {
            return descriptors;
        }

        Object descriptor(MethodType type) throws ReflectiveOperationException {
            Object arguments = Array.newInstance(layouts, type.parameterCount());
            for (int i = 0; i < type.parameterCount(); i++) {
                Array.set(arguments, i, ofTypes.get(type.parameterType(i)));
            }
            return descriptors
                    .getMethod("of", layouts, arguments.getClass())
                    .invoke(null, ofTypes.get(type.returnType()), arguments);
        }
    }
}
