package io.langsong.report.proof;

import io.langsong.access.Refused;
import io.langsong.print.Printed.Place;
import io.langsong.report.paper.Wording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDObjectReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Signs a PDF where a key is set: PAdES baseline B (ETSI EN 319 142-1), with a time stamp baseline T. No picture of a signature or
 * seal is drawn. Any thread.
 */
@Component
public class Signing {
    private static final Logger log = LoggerFactory.getLogger(Signing.class);

    private static final COSName CADES = COSName.getPDFName("ETSI.CAdES.detached");
    private static final TimeZone ZONE = TimeZone.getTimeZone(io.langsong.uptime.UptimeProperties.ZONE);
    /** Octets that are left free for the signature: a chain of some certificates, and a time stamp with another. */
    private static final int ROOM = 32 * 1024;

    /** What is said of the field to those who do not see it. */
    private static final String NAME = new Wording(IssuedFiles.LANGUAGE).say("signature");

    private final @Nullable SigningKey key;
    private final @Nullable TimeStamps stamps;
    private final Clock clock;

    Signing(SigningProperties settings, Clock clock) {
        this.key = settings.keystore() == null ? null : SigningKey.of(settings);
        this.stamps = settings.tsa() == null ? null : new TimeStamps(settings.tsa());
        this.clock = clock;
    }

    /** Whether a key is set; without one nothing is signed. */
    public boolean isOn() {
        return key != null;
    }

    /**
     * Signs all of a document; what there is stays octet by octet, and the signature is added behind.
     *
     * @param place of the field between post and name; null: nowhere on the pages
     * @return the same document where no key is set
     * @throws Refused when the certificate does not hold at this time, or the time-stamping service does not answer
     */
    public byte[] sign(byte[] pdf, @Nullable Place place) {
        SigningKey with = key;
        return with == null ? pdf : sign(pdf, place, with);
    }

    private byte[] sign(byte[] pdf, @Nullable Place place, SigningKey with) {
        Instant now = clock.instant();
        requireHolds(with, now);
        try (PDDocument document = Loader.loadPDF(pdf);
                SignatureOptions options = new SignatureOptions()) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(CADES);
            signature.setSignDate(calendar(now));
            options.setPreferredSignatureSize(ROOM);
            document.addSignature(signature, content -> cms(content, with), options);
            if (place != null) {
                document.getSignatureFields().get(0).setAlternateFieldName(NAME);
                put(document, place);
            }
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            document.saveIncremental(signed);
            log.info(
                    "document signed subject={} stamped={}",
                    with.certificate().getSubjectX500Principal(),
                    stamps != null);
            return signed.toByteArray();
        } catch (IOException failed) {
            throw Refused.conflict(
                    "signature",
                    null,
                    "proof.refused.not-signed",
                    List.of(String.valueOf(failed.getMessage())),
                    "can not be made: " + failed.getMessage(),
                    "see whether langsong.report.signing.tsa answers, and issue again");
        }
    }

    private static void requireHolds(SigningKey with, Instant now) {
        Instant from = with.certificate().getNotBefore().toInstant();
        Instant until = with.certificate().getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw Refused.conflict(
                    "signature",
                    null,
                    "proof.refused.certificate",
                    List.of(from.toString(), until.toString()),
                    "would be by a certificate that holds from %s to %s alone".formatted(from, until),
                    "put the renewed one into langsong.report.signing.keystore, and start the server anew");
        }
    }

    private static Calendar calendar(Instant at) {
        return GregorianCalendar.from(at.atZone(ZONE.toZoneId()));
    }

    /** Moves the field to where the decree wants the signature; it shows nothing there. */
    private static void put(PDDocument document, Place place) throws IOException {
        PDPage page = document.getPage(place.page());
        PDAnnotationWidget widget =
                document.getSignatureFields().get(0).getWidgets().get(0);
        for (PDPage other : document.getPages()) {
            List<PDAnnotation> there = other.getAnnotations();
            if (there.removeIf(one -> one.getCOSObject() == widget.getCOSObject())) {
                other.setAnnotations(there);
                other.getCOSObject().setNeedToBeUpdated(true);
            }
        }
        widget.setRectangle(new PDRectangle(place.left(), place.bottom(), place.width(), place.height()));
        widget.setPage(page);
        List<PDAnnotation> annotations = page.getAnnotations();
        annotations.add(widget);
        page.setAnnotations(annotations);
        page.getCOSObject().setNeedToBeUpdated(true);
        widget.getCOSObject().setNeedToBeUpdated(true);
        PDStructureTreeRoot tags = document.getDocumentCatalog().getStructureTreeRoot();
        if (tags != null) {
            tag(tags, widget, page);
        }
    }

    /** Puts the field into the order in which the document is read, behind all else (ISO 14289-1, 7.18.4). */
    private static void tag(PDStructureTreeRoot tags, PDAnnotationWidget widget, PDPage page) throws IOException {
        PDNumberTreeNode parents = tags.getParentTree();
        PDStructureNode whole = tags.getKids().stream()
                .filter(PDStructureNode.class::isInstance)
                .map(PDStructureNode.class::cast)
                .findFirst()
                .orElse(tags);
        PDStructureElement form = new PDStructureElement("Form", whole);
        PDObjectReference reference = new PDObjectReference();
        reference.setReferencedObject(widget);
        reference.getCOSObject().setItem(COSName.PG, page);
        form.setPage(page);
        form.appendKid(reference);
        whole.appendKid(form);
        int number = upper(parents) + 1;
        widget.setStructParent(number);
        COSDictionary tree = parents.getCOSObject();
        COSDictionary last = tree.containsKey(COSName.KIDS) ? new COSDictionary() : tree;
        COSArray numbers = last.getCOSArray(COSName.NUMS);
        if (numbers == null) {
            numbers = new COSArray();
            last.setItem(COSName.NUMS, numbers);
        }
        numbers.add(COSInteger.get(number));
        numbers.add(form.getCOSObject());
        if (last != tree) {
            COSArray limits = new COSArray();
            limits.add(COSInteger.get(number));
            limits.add(COSInteger.get(number));
            last.setItem(COSName.LIMITS, limits);
            tree.getCOSArray(COSName.KIDS).add(last);
        }
        tags.setParentTreeNextKey(number + 1);
        tags.getCOSObject().setNeedToBeUpdated(true);
        whole.getCOSObject().setNeedToBeUpdated(true);
        tree.setNeedToBeUpdated(true);
        numbers.setNeedToBeUpdated(true);
    }

    /** The largest number of a tree; -1 of an empty one. */
    private static int upper(PDNumberTreeNode tree) throws IOException {
        Map<Integer, COSObjectable> numbers = tree.getNumbers();
        int most = numbers == null
                ? -1
                : numbers.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        List<PDNumberTreeNode> kids = tree.getKids();
        for (PDNumberTreeNode kid : kids == null ? List.<PDNumberTreeNode>of() : kids) {
            most = Math.max(most, upper(kid));
        }
        return most;
    }

    private byte[] cms(InputStream content, SigningKey with) throws IOException {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(
                            parameters -> new DefaultSignedAttributeTableGenerator(attributes(with))
                                    .getAttributes(parameters)
                                    // When it was signed stands in the PDF itself (ETSI EN 319 142-1, 5.3).
                                    .remove(CMSAttributes.signingTime))
                    .build(new JcaContentSignerBuilder(with.algorithm()).build(with.key()), with.certificate()));
            generator.addCertificates(new JcaCertStore(with.chain()));
            CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false);
            return (stamps == null ? signed : stamped(signed, stamps)).getEncoded();
        } catch (CMSException | OperatorCreationException | GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    /** Says by which certificate it was signed, so that none can take its place: signing-certificate-v2 (RFC 5035). */
    private static AttributeTable attributes(SigningKey with) {
        try {
            JcaX509CertificateHolder holder = new JcaX509CertificateHolder(with.certificate());
            ESSCertIDv2 id = new ESSCertIDv2(
                    Sha256.of(holder.getEncoded()),
                    new IssuerSerial(new GeneralNames(new GeneralName(holder.getIssuer())), holder.getSerialNumber()));
            ASN1EncodableVector all = new ASN1EncodableVector();
            all.add(attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new SigningCertificateV2(id)));
            return new AttributeTable(all);
        } catch (IOException | GeneralSecurityException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    private static Attribute attribute(ASN1ObjectIdentifier name, org.bouncycastle.asn1.ASN1Encodable value) {
        return new Attribute(name, new DERSet(value));
    }

    private static CMSSignedData stamped(CMSSignedData signed, TimeStamps stamps) throws IOException {
        SignerInformation signer =
                signed.getSignerInfos().getSigners().iterator().next();
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(attribute(
                PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
                stamps.stamp(signer.getSignature()).toCMSSignedData().toASN1Structure()));
        return CMSSignedData.replaceSigners(
                signed,
                new SignerInformationStore(
                        SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(all))));
    }
}
