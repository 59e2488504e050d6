//! What signs. It changes while the server runs, where the certificate is in a file that is read again.

use std::sync::{Arc, PoisonError, RwLock};

use agora_token::{Endpoint, EndpointOptions, Error, Issuer};

use crate::log::Log;
use crate::playground::Playground;
use crate::reader::read_file;

/// What answers with the certificate that is in use.
pub struct Signer {
    pub endpoint: Endpoint,
    /// The page at `/`, where it is on.
    pub playground: Option<Playground>,
}

/// The one that is in use now, and how the next one is made.
pub struct Signers {
    current: RwLock<Arc<Signer>>,
    options: EndpointOptions,
    page: Option<Page>,
    file: Option<CertificateFile>,
}

/// What the page must know.
#[derive(Clone, Copy)]
pub struct Page {
    pub demo: bool,
    pub open: bool,
}

/// The App ID, and the path of the file with its certificate.
pub struct CertificateFile {
    pub app_id: String,
    pub path: String,
}

impl CertificateFile {
    fn issuer(&self) -> Result<Issuer, String> {
        let certificate = read_file("APP_CERTIFICATE_FILE", &self.path)?;
        Issuer::new(&self.app_id, &certificate).map_err(|error| format!("APP_CERTIFICATE_FILE is wrong: {error}"))
    }
}

impl Signers {
    pub fn new(
        issuer: Issuer,
        options: EndpointOptions,
        page: Option<Page>,
        file: Option<CertificateFile>,
    ) -> Result<Signers, Error> {
        let signer = Signer::new(issuer, &options, page)?;
        Ok(Signers { current: RwLock::new(Arc::new(signer)), options, page, file })
    }

    pub fn current(&self) -> Arc<Signer> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads APP_CERTIFICATE_FILE again, where there is one: what takes it into use, and says so.
    pub fn read_again(&self) -> Result<Option<impl FnOnce(Log)>, String> {
        let Some(file) = &self.file else { return Ok(None) };
        let issuer = file.issuer()?;
        let signer = Signer::new(issuer, &self.options, self.page).map_err(|error| error.to_string())?;
        Ok(Some(move |log: Log| {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(signer);
            log.event("info", "APP_CERTIFICATE_FILE was read again");
        }))
    }
}

impl Signer {
    fn new(issuer: Issuer, options: &EndpointOptions, page: Option<Page>) -> Result<Signer, Error> {
        let endpoint = Endpoint::new(&issuer, options.clone())?;
        Ok(Signer { endpoint, playground: page.map(|page| Playground::new(issuer, page.demo, page.open)) })
    }
}
