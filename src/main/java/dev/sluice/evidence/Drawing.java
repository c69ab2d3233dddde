package dev.sluice.evidence;

import java.awt.Color;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Turns a chart into an SVG element for a page of HTML: letters as outlines, ids that no other chart of the page has. */
final class Drawing {
    private static final Logger LOG = LoggerFactory.getLogger(Drawing.class);
    private static final String SVG = "http://www.w3.org/2000/svg";

    private Drawing() {}

    /**
     * Returns a chart as SVG, or empty where Java can't draw letters: a machine without a display draws as well, one without a
     * single font doesn't.
     */
    static Optional<String> svg(String id, String label, int width, int height, Supplier<Chart<?, ?>> chart) {
        try {
            return Optional.of(paint(id, label, width, height, chart.get()));
        } catch (LinkageError | InternalError noFonts) {
            LOG.warn("charts are left out, Java finds no fonts on this machine: {}", noFonts.toString());
            return Optional.empty();
        }
    }

    private static String paint(String id, String label, int width, int height, Chart<?, ?> chart) {
        try {
            Document document =
                    documents().newDocumentBuilder().getDOMImplementation().createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment("");
            context.setPrecision(2);
            context.setIDGenerator(new PrefixedIds(id));
            SVGGraphics2D graphics = new SVGGraphics2D(context, true);
            graphics.setBackground(Color.WHITE);
            chart.paint(graphics, width, height);
            return text(prepared(graphics.getRoot(), label, width, height));
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("a chart can't be written", e);
        }
    }

    private static DocumentBuilderFactory documents() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        return factory;
    }

    private static Element prepared(Element root, String label, int width, int height) {
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        root.removeAttribute("width");
        root.removeAttribute("height");
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", label);
        NodeList definitions = root.getElementsByTagNameNS(SVG, "defs");
        for (int i = 0; i < definitions.getLength(); i++) {
            ((Element) definitions.item(i)).removeAttribute("id");
        }
        return root;
    }

    private static String text(Element root) throws TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer transformer = factory.newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(root), new StreamResult(text));
        return text.toString();
    }

    /** Names the parts of a drawing. */
    private static final class PrefixedIds extends SVGIDGenerator {
        private final String drawing;

        PrefixedIds(String drawing) {
            this.drawing = drawing;
        }

        @Override
        public String generateID(String prefix) {
            return super.generateID(drawing + prefix);
        }
    }
}
