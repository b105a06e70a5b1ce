"""HTTP and HTML for every page: answers, errors, forms, headers, files."""
