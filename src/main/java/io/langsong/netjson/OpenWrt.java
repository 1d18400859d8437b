package io.langsong.netjson;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Configurations for OpenWrt: renders them as UCI packages and files, and reads UCI back. Any thread. */
public final class OpenWrt {
    /** Interfaces, then radios, differ between versions of OpenWrt; reading takes both. */
    public enum Syntax {
        /** Of 21 and later: what belongs to a device has a section of its own, radios have a band. */
        DSA,
        /** Of 19 and before. */
        OLD;

        private static final Pattern VERSION = Pattern.compile("openwrt\\s+(\\d{1,4})\\b.*", Pattern.CASE_INSENSITIVE);
        private static final int FIRST_WITH_DSA = 21;

        /** @param system what a device says of its system, as {@code OpenWrt 23.05.5 r24106}; DSA when it says no version */
        public static Syntax of(String system) {
            Matcher version = VERSION.matcher(system.trim());
            return version.matches() && Integer.parseInt(version.group(1)) < FIRST_WITH_DSA ? OLD : DSA;
        }
    }

    /** In the order in which sections of one package follow each other. */
    private static final List<SectionKind> KINDS = List.of(
            new GeneralSections(),
            new NtpSection(),
            new LedSections(),
            new InterfaceSections(),
            new RouteSections(),
            new RuleSections(),
            new SwitchSections(),
            new RadioSections(),
            new WirelessSections(),
            new OpenVpnSections(),
            new WireGuardPeerSections(),
            new ZeroTierSections(),
            new CustomSections());

    private final Syntax syntax;

    public OpenWrt(Syntax syntax) {
        this.syntax = syntax;
    }

    /**
     * @param config merged, its variables put in
     * @throws NetJsonException when {@link Validation} has anything to say of it, or two sections would get one name
     */
    public Rendered render(ObjectNode config) {
        List<Problem> problems = Validation.of(config);
        if (!problems.isEmpty()) {
            throw new NetJsonException(problems);
        }
        Rendering rendering = new Rendering(config, syntax);
        KINDS.forEach(kind -> kind.render(rendering));
        return rendering.rendered();
    }

    /**
     * @param uci packages one after the other, each behind its {@code package} line
     * @throws NetJsonException when it is no UCI, or has an encryption that no configuration has
     */
    public ObjectNode parse(String uci) {
        return parse(UciParser.parse(uci));
    }

    /**
     * @param archive a tar, packed by gzip or not, with packages below {@code etc/config}; other files in it are passed over
     * @throws NetJsonException when it is none, or a package in it is no UCI
     */
    public ObjectNode parseArchive(byte[] archive) {
        return parse(ConfigurationArchive.read(archive));
    }

    public ObjectNode parse(UciPackages packages) {
        Parsing parsing = new Parsing(packages);
        KINDS.forEach(kind -> kind.parse(parsing));
        if (parsing.config().path(InterfaceSections.INTERFACES).isEmpty()) {
            parsing.config().remove(InterfaceSections.INTERFACES);
        }
        return parsing.config();
    }

    Syntax syntax() {
        return syntax;
    }

    /** Whether what is read of these packages can be rendered. */
    boolean isRead(UciPackages packages) {
        try {
            render(parse(packages));
            return true;
        } catch (NetJsonException wrong) {
            return false;
        }
    }
}
