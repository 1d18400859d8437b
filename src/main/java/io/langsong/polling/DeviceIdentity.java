package io.langsong.polling;

import io.langsong.polling.profile.Profile;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a device says of itself, so that another one in its place, or other firmware, is seen. */
final class DeviceIdentity {
    private static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final Oid SYS_OBJECT_ID = Oid.parse("1.3.6.1.2.1.1.2.0");

    private DeviceIdentity() {}

    /**
     * Asks for one object after the other, since whoever wants to know has met an agent that does not bear much.
     *
     * @param done called once, on the engine's loop; empty when it did not answer
     */
    static void ask(SnmpEngine engine, SnmpTarget target, Profile profile, Consumer<Optional<String>> done) {
        List<Oid> asked = profile.identityPlan().get();
        engine.get(Targets.limited(target, target.maxRepetitions(), 1), asked, reply -> {
            boolean whole = reply instanceof SnmpReply.Answered answered && answered.complete();
            done.accept(whole ? Optional.of(of(profile, ((SnmpReply.Answered) reply).varBinds())) : Optional.empty());
        });
    }

    private static String of(Profile profile, List<VarBind> answers) {
        StringBuilder identity = new StringBuilder(profile.identify(answers).toString());
        for (VarBind answer : answers) {
            if (answer.oid().equals(SYS_DESCR) && answer.value() instanceof SnmpValue.Octets text) {
                identity.append(' ').append(text.asText());
            } else if (answer.oid().equals(SYS_OBJECT_ID) && answer.value() instanceof SnmpValue.ObjectId family) {
                identity.append(' ').append(family.value());
            }
        }
        return identity.toString();
    }
}
