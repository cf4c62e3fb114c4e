/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.metalink;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads Metalink 4 documents (RFC 5854). Document types and entities are refused: a document must not make us read files or fetch URLs. */
public final class MetalinkReader {
    /** Largest document that is read: piece checksums of a terabyte file fit in. */
    public static final int MOST_BYTES = 10 << 20;

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:metalink";
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp");
    private static final int LOWEST_PRIORITY = 999_999;

    private record Location(URI uri, int priority) {}

    private final XMLStreamReader xml;
    private final List<Metalink> files = new ArrayList<>();

    private MetalinkReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a document.
     *
     * @throws IOException if it is not well-formed Metalink 4, or describes no file
     */
    public static List<Metalink> read(byte[] document) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are refused");
        });
        try {
            MetalinkReader reader =
                    new MetalinkReader(factory.createXMLStreamReader(new ByteArrayInputStream(document)));
            reader.readAll();
            if (reader.files.isEmpty()) {
                throw new IOException("the document describes no file in the form of Metalink 4");
            }
            return reader.files;
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw new IOException("the document is not Metalink 4: " + e.getMessage(), e);
        }
    }

    private void readAll() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XMLStreamException("document types and entities are refused");
            }
            if (event == XMLStreamConstants.START_ELEMENT && isElement("file")) {
                files.add(readFile());
            }
        }
    }

    private boolean isElement(String name) {
        return NAMESPACE.equals(xml.getNamespaceURI()) && name.equals(xml.getLocalName());
    }

    private Metalink readFile() throws XMLStreamException {
        String name = attribute("name").orElse("");
        OptionalLong size = OptionalLong.empty();
        List<Location> locations = new ArrayList<>();
        List<Checksum> checksums = new ArrayList<>();
        List<PieceChecksums> pieces = new ArrayList<>();
        while (xml.next() != XMLStreamConstants.END_ELEMENT || !isElement("file")) {
            if (xml.getEventType() != XMLStreamConstants.START_ELEMENT || !NAMESPACE.equals(xml.getNamespaceURI())) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "size" ->
                    size = OptionalLong.of(Long.parseLong(xml.getElementText().strip()));
                case "url" -> readLocation().ifPresent(locations::add);
                case "hash" -> readHash(attribute("type")).ifPresent(checksums::add);
                case "pieces" -> readPieces().ifPresent(pieces::add);
                default -> {
                    // Signatures, languages and other things that do not help to fetch the file.
                }
            }
        }
        return new Metalink(
                name,
                size,
                locations.stream()
                        .sorted(Comparator.comparingInt(Location::priority))
                        .map(Location::uri)
                        .toList(),
                checksums.stream().max(Comparator.comparing(Checksum::algorithm)),
                pieces.stream()
                        .max(Comparator.comparing(some -> some.values().get(0).algorithm())));
    }

    private Optional<Location> readLocation() throws XMLStreamException {
        int priority = attribute("priority")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(LOWEST_PRIORITY);
        URI uri = URI.create(xml.getElementText().strip());
        boolean known = uri.getHost() != null
                && uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
        return known ? Optional.of(new Location(uri, priority)) : Optional.empty();
    }

    private Optional<Checksum> readHash(Optional<String> type) throws XMLStreamException {
        String value = xml.getElementText();
        return type.flatMap(Checksum.Algorithm::named).map(algorithm -> Checksum.ofHex(algorithm, value));
    }

    private Optional<PieceChecksums> readPieces() throws XMLStreamException {
        Optional<String> type = attribute("type");
        long length = Long.parseLong(attribute("length").orElse("0"));
        List<Checksum> values = new ArrayList<>();
        while (xml.next() != XMLStreamConstants.END_ELEMENT || !isElement("pieces")) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT && isElement("hash")) {
                readHash(type).ifPresent(values::add);
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new PieceChecksums(length, values));
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }
}
