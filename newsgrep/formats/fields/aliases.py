"""The keys that hold the fields of an article in a record: one table for all producers of records.

Each field has its aliases, the best first: a key, or a path of keys as keypaths.py reads it. English names
come first, then names in the interfaces of web services, then other languages; the names of a summary come
last among the names of a text. longtext.py finds a text under any other key by its length, and the user can
name keys with `--map`.
"""

from __future__ import annotations

from collections.abc import Mapping


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


#: Keys of summaries, which are the text of an article that has no other.
SUMMARIES = _names("""
    lead_paragraph abstract snippet fields.trailText short_description description description.basic
    excerpt.rendered excerpt summary summary.rendered custom_excerpt content_snippet opening_text
    hit_sentence trail_text standfirst teaser lead
    lede_text dek subtitle subheadline meta_description og_description abstract_note zusammenfassung
    vorspann anriss chapo chapeau resume resumen sumario bajada entradilla riassunto sommario samenvatting
    ozet ringkasan аннотация анонс tiivistelma ingressi ingress ingres manchet brief perex
""")
#: The aliases of each field, best first. `--map` has the same names of fields.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": _names("id _id guid uuid article_id news_id doc_id docno story_id stories_id uri nid id_str"),
    "title": _names("""
        title title.rendered headline.main headline headlines.basic webTitle fields.headline hed head
        heading news_title article_title title_page subject titel titre titulo titular titolo tytul
        titulek naslov cim titlu tittel overskrift schlagzeile uberschrift otsikko baslik baslık judul
        заголовок название kop rubrik extracted_subject metadata_subject
    """),
    "author": _names("""
        author author.name authors authors.name tags[type=contributor].webTitle byline.original byline
        byline.person fields.byline by creator creators dc:creator writer writers reporter reporters
        journalist journalists author_name extra_author_attributes.name primary_author.name
        _embedded.wp:term[taxonomy=author].name _embedded.author.name yoast_head_json.author
        author.data.attributes.name author.data.name credits.by.name contributors influencer contact_name
        autor autoren autora autores auteur auteurs autore autori verfasser forfatter forfattare skribent
        kirjoittaja szerzo yazar penulis автор авторы user.name user.username
        account.display_name account.username uploader speaker speaker_name from_name sender_name
    """),
    "date": _names("""
        dateTimePub date date_publish publish_date published_date date_published publishedAt
        webPublicationDate pub_date publication_date published published_on published_time publish_time
        pub_time issued datetime pub.dt display_date first_publish_date date_gmt timestamp created_at created
        posted_at posted_on posted release_date upload_date sentDateTime receivedDateTime time
        datum veroffentlicht erscheinungsdatum veroffentlichungsdatum veroffentlicht_am erschienen
        erschienen_am publie_le publicado_el publicado_em pubblicato_il gepubliceerd_op date_publication
        date_de_publication date_parution date_de_parution fecha fecha_publicacion fecha_de_publicacion
        data_publicacao data_de_publicacao data_pubblicazione data_di_pubblicazione dato dato_publisert
        publiceringsdatum paivamaara julkaistu tarih yayin_tarihi tanggal дата data_publikacji data
        created_utc record.createdAt creation_date date_created
        sitting_date session_date debate_date sitzung_datum sitzungsdatum
        date_sent sent_date sent_at sent_on metadata_date_sent extracted_date_sent date_received received_at
        sent year
    """),
    "body": (
        *_names("""
            body maintext text contents[type=sanitized_html].content content_elements[type=text].content
            fields.body fields.bodyText content content.rendered articleBody article_text article_content
            story_text news_body extracted_body_text full_text full_article full_content story content_html
            content_text
            body_html body_text body_paragraphs body_markdown content_markdown blocks.body.bodyHtml
            contents.content contents paragraphs article news clean_text plaintext plain_text raw_text
            raw_content transcript document html inhalt artikeltext volltext fliesstext texte contenu
            texte_integral corps texto contenido cuerpo noticia conteudo corpo testo contenuto tekst
            tekstas tresc inhoud artikeltekst broedtekst brødtekst brodtext innehall innhold indhold
            teksti sisalto leipateksti szoveg metin icerik haber_metni haber isi konten isi_berita berita
            текст содержание содержимое selftext record.text
        """),
        *SUMMARIES,
    ),
    "url": _names("""
        url link web_url webUrl article_url article_link canonical_link canonical_url permalink
        links.permalink links.canonical webpage_url original_url mainEntityOfPage mainEntityOfPage.@id
        documentIdentifier V2DocumentIdentifier href lien enlace source_url source
    """),
    "source": _names("""
        source source.name source.title publication publication.name publisher publisher.name source_name
        extra_source_attributes.name outlet outlet_name newspaper media_name media_outlet publication_name
        publication_title pubtitle source-hostname sitename site_name meta_site_name provider provider.name
        published_by name_source clean_url domain_url thread.site_full thread.site source_domain domain
        hostname site site.name isPartOf.name journal source_id quelle zeitung medium titre_du_journal
        nom_du_journal fuente medio fonte veiculo testata bron krant kilde kalla lahde kaynak gazete sumber
        источник subreddit_name_prefixed subreddit page_name container_title channel_name channel_title
        chat_name channel feed.title feed_title feed_name feed
    """),
    "language": _names("""
        language lang meta_lang inLanguage fields.lang language_code lang_code sprache langue idioma
        lingua taal sprak sprog kieli dil bahasa язык langs record.langs
    """),
    "section": _names("""
        section section.name section_name sectionName articleSection category category.name category_name
        contents[type=kicker].content news_desk desk categories categories.name primary_tag.name
        _embedded.wp:term[taxonomy=category].name taxonomy.primary_section.name primary_category topic
        ressort rubrik rubrique seccion sezione secao editoria rubriek kategorie kategori osasto рубрика
    """),
    "senders": _names("""
        senders sender from from.emailAddress sender.emailAddress from_address from_email email_from
        metadata_from extracted_from
    """),
    "recipients": _names("""
        recipients to to_address to_addresses to_email email_to metadata_to extracted_to
        toRecipients.emailAddress cc ccRecipients.emailAddress bcc bccRecipients.emailAddress
    """),
    "message_id": _names("message_id internet_message_id email_message_id"),
    "references": _names("references email_references"),
    "in_reply_to": _names("in_reply_to in_reply_to_id internet_in_reply_to email_in_reply_to"),
}
#: Keys of the time of the crawl, which replaces a missing date and is marked as such.
CRAWLED = _names("""
    date_download crawl_date crawled_at date_crawled crawled scraped_at scraped_date date_scraped filedate
    seendate indexed_date collect_date collected_at retrieved_at fetched_at
""")
#: Words that producers put before a key to say what the record is, as in `story_title`; normalised.
PREFIXES = ("article", "news", "story", "post", "entry", "document", "doc", "item", "page")

#: Keys of an object, or of a list of them, that hold its text.
TEXT_KEYS = ("content", "text", "value", "rendered", "processed", "html", "#text")

#: The fields that `--map` can name.
FIELDS = tuple(ALIASES)
