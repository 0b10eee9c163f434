/** One field of the core metadata. */
export interface MetadataField {
  /** The header as spelled in the specification. */
  readonly header: string;
  /** The field's name in the upload form. */
  readonly form: string;
  /** May occur several times. */
  readonly multiple: boolean;
  /** The metadata version that introduced it. */
  readonly since: string;
}

const single = (header: string, form: string, since: string): MetadataField => ({
  header,
  form,
  since,
  multiple: false,
});
const many = (header: string, form: string, since: string): MetadataField => ({
  header,
  form,
  since,
  multiple: true,
});

/** Metadata versions that PyPI accepts. 2.0 never existed; 2.6 is specified, but PyPI refuses it. */
export const METADATA_VERSIONS = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'] as const;

/** Every field of the core metadata specification, in the order of the upload form. */
export const METADATA_FIELDS: readonly MetadataField[] = [
  single('Metadata-Version', 'metadata_version', '1.0'),
  single('Name', 'name', '1.0'),
  single('Version', 'version', '1.0'),
  many('Dynamic', 'dynamic', '2.2'),
  many('Platform', 'platform', '1.0'),
  many('Supported-Platform', 'supported_platform', '1.1'),
  single('Summary', 'summary', '1.0'),
  single('Description', 'description', '1.0'),
  single('Description-Content-Type', 'description_content_type', '2.1'),
  single('Keywords', 'keywords', '1.0'),
  single('Home-page', 'home_page', '1.0'),
  single('Download-URL', 'download_url', '1.1'),
  single('Author', 'author', '1.0'),
  single('Author-email', 'author_email', '1.0'),
  single('Maintainer', 'maintainer', '1.2'),
  single('Maintainer-email', 'maintainer_email', '1.2'),
  single('License', 'license', '1.0'),
  single('License-Expression', 'license_expression', '2.4'),
  many('License-File', 'license_file', '2.4'),
  many('Classifier', 'classifiers', '1.1'),
  many('Requires-Dist', 'requires_dist', '1.2'),
  single('Requires-Python', 'requires_python', '1.2'),
  many('Requires-External', 'requires_external', '1.2'),
  many('Project-URL', 'project_urls', '1.2'),
  many('Provides-Extra', 'provides_extra', '2.1'),
  many('Provides-Dist', 'provides_dist', '1.2'),
  many('Obsoletes-Dist', 'obsoletes_dist', '1.2'),
  many('Requires', 'requires', '1.1'),
  many('Provides', 'provides', '1.1'),
  many('Obsoletes', 'obsoletes', '1.1'),
  many('Import-Name', 'import_name', '2.5'),
  many('Import-Namespace', 'import_namespace', '2.5'),
];

/** Finds the field of a header, ignoring case. */
export function findMetadataField(header: string): MetadataField | undefined {
  return BY_HEADER.get(header.toLowerCase());
}

const BY_HEADER = new Map(METADATA_FIELDS.map((field) => [field.header.toLowerCase(), field]));
