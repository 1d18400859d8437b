package io.langsong.report.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.langsong.access.Refused;
import io.langsong.print.Printed.Place;
import io.langsong.report.document.Documents;
import io.langsong.report.document.PrintedPdf;
import io.langsong.report.paper.SamplePapers;
import io.langsong.testkit.Peers;
import io.langsong.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDObjectReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that other programs check: keys are made by openssl, and openssl and pdfsig read what comes out. */
class SigningTest {
    private static final String PASSWORD = "mot hai ba";

    @TempDir
    private static Path folder;

    private static Path openssl;
    private final TestClock clock = new TestClock(Instant.now());

    @BeforeAll
    static void makeKeys() throws Exception {
        openssl = Peers.require("openssl", "openssl");
        run(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/C=VN/CN=CA thu nghiem",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
        leaf(
                "rsa",
                "rsa:2048",
                "/C=VN/O=UBND xa Ba Thuoc/CN=Nguyen Van A",
                "keyUsage=critical,digitalSignature,nonRepudiation");
        run(openssl, "ecparam", "-name", "prime256v1", "-out", "curve.pem");
        leaf("ec", "ec:curve.pem", "/C=VN/CN=Tran Thi B", "keyUsage=critical,digitalSignature,nonRepudiation");
        leaf("tsa", "rsa:2048", "/C=VN/CN=TSA thu nghiem", "extendedKeyUsage=critical,timeStamping");
    }

    private static void leaf(String name, String kind, String subject, String extension) throws Exception {
        Files.writeString(folder.resolve(name + ".ext"), extension + "\n");
        run(
                openssl,
                "req",
                "-new",
                "-newkey",
                kind,
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        run(
                openssl,
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "20",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
        run(
                openssl,
                "pkcs12",
                "-export",
                "-inkey",
                name + ".key",
                "-in",
                name + ".pem",
                "-certfile",
                "ca.pem",
                "-passout",
                "pass:" + PASSWORD,
                "-out",
                name + ".p12");
    }

    private record Ended(int status, String said) {}

    private static String run(Object... words) throws Exception {
        Ended ended = end(words);
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.said();
    }

    private static Ended end(Object... words) throws Exception {
        Process process = new ProcessBuilder(
                        Stream.of(words).map(Object::toString).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private Signing signing(String key, @Nullable URI tsa) {
        return new Signing(new SigningProperties(folder.resolve(key + ".p12"), PASSWORD, null, tsa), clock);
    }

    private static byte[] document() throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (int i = 1; i <= 2; i++) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream text = new PDPageContentStream(document, page)) {
                    text.beginText();
                    text.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN), 14);
                    text.newLineAtOffset(80, 700);
                    text.showText("BAO CAO, trang " + i);
                    text.endText();
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    private static PDSignature signature(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return Objects.requireNonNull(document.getLastSignatureDictionary());
        }
    }

    /** What fills up the room behind it is no part of it. */
    private static CMSSignedData cms(byte[] pdf) throws Exception {
        byte[] padded = signature(pdf).getContents(pdf);
        try (ASN1InputStream in = new ASN1InputStream(new ByteArrayInputStream(padded))) {
            return new CMSSignedData(ContentInfo.getInstance(in.readObject()));
        }
    }

    /** Whether openssl takes it for a signature of CAdES over the octets, by a certificate of our authority. */
    private static Ended openssl(byte[] pdf) throws Exception {
        Files.write(folder.resolve("signature.der"), cms(pdf).getEncoded());
        Files.write(folder.resolve("content.bin"), signature(pdf).getSignedContent(pdf));
        return end(
                openssl,
                "cms",
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "signature.der",
                "-content",
                "content.bin",
                "-CAfile",
                "ca.pem",
                "-purpose",
                "any",
                "-out",
                "verified.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void anotherProgramTakesTheSignature(String key) throws Exception {
        byte[] signed = signing(key, null).sign(document(), null);

        assertThat(openssl(signed).said()).contains("CAdES Verification successful");
    }

    @Test
    void pdfsigFindsAllOfTheDocumentSigned() throws Exception {
        Path pdfsig = Peers.require("pdfsig", "poppler-utils");
        Files.write(folder.resolve("signed.pdf"), signing("rsa", null).sign(document(), null));

        assertThat(run(pdfsig, "-nocert", "signed.pdf"))
                .contains(
                        "Signature is Valid",
                        "Total document signed",
                        "ETSI.CAdES.detached",
                        "Nguyen Van A",
                        "SHA-256");
    }

    @Test
    void oneFlippedBitIsFound() throws Exception {
        Path pdfsig = Peers.require("pdfsig", "poppler-utils");
        byte[] signed = signing("rsa", null).sign(document(), null);
        int[] range = signature(signed).getByteRange();
        // In the text of the report, and behind the signature.
        for (int at : new int[] {200, range[2] + range[3] - 40}) {
            byte[] changed = signed.clone();
            changed[at] ^= 1;
            Files.write(folder.resolve("changed.pdf"), changed);
            Files.write(folder.resolve("content.bin"), content(changed, range));
            Files.write(folder.resolve("signature.der"), cms(signed).getEncoded());

            assertThat(end(
                                    openssl,
                                    "cms",
                                    "-verify",
                                    "-cades",
                                    "-binary",
                                    "-inform",
                                    "DER",
                                    "-in",
                                    "signature.der",
                                    "-content",
                                    "content.bin",
                                    "-CAfile",
                                    "ca.pem",
                                    "-purpose",
                                    "any",
                                    "-out",
                                    "verified.bin")
                            .status())
                    .isNotZero();
            assertThat(end(pdfsig, "-nocert", "changed.pdf").said()).doesNotContain("Signature is Valid");
        }
    }

    private static byte[] content(byte[] pdf, int[] range) {
        byte[] content = new byte[range[1] + range[3]];
        System.arraycopy(pdf, range[0], content, 0, range[1]);
        System.arraycopy(pdf, range[2], content, range[1], range[3]);
        return content;
    }

    @Test
    void whatThereWasStaysAndTheSignatureNamesItsCertificate() throws Exception {
        byte[] before = document();
        byte[] signed = signing("rsa", null).sign(before, null);

        assertThat(Arrays.copyOf(signed, before.length)).isEqualTo(before);
        PDSignature signature = signature(signed);
        assertThat(signature.getSubFilter()).isEqualTo("ETSI.CAdES.detached");
        assertThat(signature.getSignDate().toInstant())
                .isEqualTo(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        SignerInformation signer =
                cms(signed).getSignerInfos().getSigners().iterator().next();
        AttributeTable attributes = signer.getSignedAttributes();
        assertThat(attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2))
                .isNotNull();
        assertThat(attributes.get(CMSAttributes.signingTime)).isNull();
        assertThat(signer.getUnsignedAttributes()).isNull();
        assertThat(cms(signed).getCertificates().getMatches(null)).hasSize(2);
    }

    @Test
    void standsWhereTheDecreeWantsItAndShowsNothing() throws Exception {
        byte[] signed = signing("rsa", null).sign(document(), new Place(1, 300, 150, 200, 85));

        assertThat(openssl(signed).said()).contains("CAdES Verification successful");
        try (PDDocument document = Loader.loadPDF(signed)) {
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
            assertThat(document.getPage(1).getAnnotations()).hasSize(1).allSatisfy(one -> {
                PDRectangle place = ((PDAnnotationWidget) one).getRectangle();
                assertThat(List.of(place.getLowerLeftX(), place.getLowerLeftY(), place.getWidth(), place.getHeight()))
                        .containsExactly(300f, 150f, 200f, 85f);
                assertThat(one.getNormalAppearanceStream().getContentStream().toByteArray())
                        .isEmpty();
            });
        }
    }

    /** Of a tagged document the field is a part, for those who hear it. */
    @Test
    void theFieldIsReadWithTheDocument() throws Exception {
        PrintedPdf printed = new Documents().print(SamplePapers.full());
        byte[] signed = signing("rsa", null).sign(printed.content(), printed.signature());

        assertThat(openssl(signed).said()).contains("CAdES Verification successful");
        assertThat(Arrays.copyOf(signed, printed.content().length)).isEqualTo(printed.content());
        try (PDDocument document = Loader.loadPDF(signed)) {
            assertThat(document.getSignatureFields().get(0).getAlternateFieldName())
                    .isEqualTo("Chữ ký số");
            PDAnnotationWidget widget = document.getPage(printed.signature().page()).getAnnotations().stream()
                    .filter(PDAnnotationWidget.class::isInstance)
                    .map(PDAnnotationWidget.class::cast)
                    .findFirst()
                    .orElseThrow();
            PDStructureTreeRoot tags = document.getDocumentCatalog().getStructureTreeRoot();
            PDStructureNode whole = (PDStructureNode) tags.getKids().get(0);
            PDStructureElement form =
                    (PDStructureElement) whole.getKids().get(whole.getKids().size() - 1);
            assertThat(form.getStructureType()).isEqualTo("Form");
            assertThat(((PDObjectReference) form.getKids().get(0))
                            .getReferencedObject()
                            .getCOSObject())
                    .isSameAs(widget.getCOSObject());
            assertThat(tags.getParentTreeNextKey()).isEqualTo(widget.getStructParent() + 1);
        }
    }

    @Test
    void carriesATimeStampWhereOneGivesThem() throws Exception {
        Files.writeString(folder.resolve("serial"), "01\n");
        Files.writeString(folder.resolve("tsa.cnf"), """
                [tsa]
                default_tsa = here
                [here]
                serial = serial
                signer_cert = tsa.pem
                signer_key = tsa.key
                certs = ca.pem
                signer_digest = sha256
                default_policy = 1.2.3.4.1
                digests = sha256
                """);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tsa", exchange -> {
            try {
                Files.write(
                        folder.resolve("question.tsq"),
                        exchange.getRequestBody().readAllBytes());
                run(openssl, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "question.tsq", "-out", "answer.tsr");
                byte[] answer = Files.readAllBytes(folder.resolve("answer.tsr"));
                exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (Exception failed) {
                exchange.sendResponseHeaders(500, -1);
            } finally {
                exchange.close();
            }
        });
        server.start();
        try {
            String root = "http://127.0.0.1:" + server.getAddress().getPort();
            byte[] signed = signing("rsa", URI.create(root + "/tsa")).sign(document(), null);

            assertThat(openssl(signed).said()).contains("CAdES Verification successful");
            SignerInformation signer =
                    cms(signed).getSignerInfos().getSigners().iterator().next();
            byte[] token = signer.getUnsignedAttributes()
                    .get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken)
                    .getAttrValues()
                    .getObjectAt(0)
                    .toASN1Primitive()
                    .getEncoded();
            Files.write(folder.resolve("token.der"), token);
            Files.write(folder.resolve("stamped.bin"), signer.getSignature());
            assertThat(run(
                            openssl,
                            "ts",
                            "-verify",
                            "-data",
                            "stamped.bin",
                            "-in",
                            "token.der",
                            "-token_in",
                            "-CAfile",
                            "ca.pem"))
                    .contains("Verification: OK");
            assertThatThrownBy(
                            () -> signing("rsa", URI.create(root + "/nothing")).sign(document(), null))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("answered 404")
                    .hasMessageContaining("langsong.report.signing.tsa");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateThatIsOverSignsNothing() throws Exception {
        byte[] document = document();
        Signing signing = signing("rsa", null);
        clock.advance(Duration.ofDays(21));

        assertThatThrownBy(() -> signing.sign(document, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("langsong.report.signing.keystore");
    }

    @Test
    void withoutAKeyNothingIsSigned() throws Exception {
        Signing signing = new Signing(new SigningProperties(null, null, null, null), clock);
        byte[] document = document();

        assertThat(signing.isOn()).isFalse();
        assertThat(signing.sign(document, null)).isSameAs(document);
        assertThat(new String(document, StandardCharsets.ISO_8859_1)).doesNotContain(COSName.SIG.getName() + "/");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        Path key = folder.resolve("rsa.p12");
        assertThatThrownBy(() -> new SigningProperties(key, null, null, null))
                .hasMessageContaining("langsong.report.signing.password");
        assertThatThrownBy(() -> new SigningProperties(null, null, null, URI.create("http://x")))
                .hasMessageContaining("langsong.report.signing.keystore");
        assertThatThrownBy(() -> new Signing(new SigningProperties(key, "khac", null, null), clock))
                .hasMessageContaining("langsong.report.signing.password")
                .hasMessageNotContaining("khac");
        assertThatThrownBy(() -> new Signing(new SigningProperties(folder.resolve("none"), "x", null, null), clock))
                .hasMessageContaining("langsong.report.signing.keystore");
        assertThatThrownBy(() -> new Signing(new SigningProperties(key, PASSWORD, "nobody", null), clock))
                .hasMessageContaining("alias of a private key");
        assertThat(new SigningProperties(key, PASSWORD, null, null).toString()).doesNotContain(PASSWORD);
    }
}
