/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the Metalink document of a file (RFC 5854): size, digest, digests of its pieces, by which a client finds out which node gives what is wrong, and all
 * places where it is, this one among them.
 */
public final class Metalink4 {
    public static final String TYPE = "application/metalink4+xml";

    private static final String SHA_256 = "sha-256";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:metalink";

    private Metalink4() {}

    /**
     * Writes the document.
     *
     * @param here where the client has found the file, absolute; it gets the rank that the copies leave free
     */
    public static byte[] of(PublishedFile file, String here) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("metalink");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("file");
            xml.writeAttribute("name", file.name());
            write(xml, "size", Long.toString(file.bytes()));
            xml.writeStartElement("hash");
            xml.writeAttribute("type", SHA_256);
            xml.writeCharacters(file.digest().toString());
            xml.writeEndElement();
            if (file.pieces().isPresent()) {
                writePieces(xml, file.pieces().get());
            }
            writePlaces(xml, file, here);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory takes everything that a plain name and a digest consist of", e);
        }
        return bytes.toByteArray();
    }

    private static void writePieces(XMLStreamWriter xml, Pieces pieces) throws XMLStreamException {
        xml.writeStartElement("pieces");
        xml.writeAttribute("length", Integer.toString(pieces.pieceBytes()));
        xml.writeAttribute("type", SHA_256);
        for (Sha256 digest : pieces.digests()) {
            write(xml, "hash", digest.toString());
        }
        xml.writeEndElement();
    }

    private static void writePlaces(XMLStreamWriter xml, PublishedFile file, String here) throws XMLStreamException {
        TreeMap<Integer, List<String>> places = file.copies().stream()
                .collect(Collectors.groupingBy(
                        PublishedFile.Copy::rank,
                        TreeMap::new,
                        Collectors.mapping(copy -> copy.url().toASCIIString(), Collectors.toList())));
        places.put(free(places.keySet()), List.of(here));
        for (var rank : places.entrySet()) {
            for (String url : rank.getValue()) {
                xml.writeStartElement("url");
                xml.writeAttribute("priority", rank.getKey().toString());
                xml.writeCharacters(url);
                xml.writeEndElement();
            }
        }
    }

    private static int free(Set<Integer> ranks) {
        int rank = 1;
        while (ranks.contains(rank)) {
            rank++;
        }
        return rank;
    }

    private static void write(XMLStreamWriter xml, String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /** What the document is called where somebody keeps it (RFC 6266, RFC 8187). */
    public static String disposition(String name) {
        return "attachment; filename*=UTF-8''"
                + MirrorFields.encode(name + ".meta4").replace("*", "%2A");
    }
}
