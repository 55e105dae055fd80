//! Programs that read without a person at the keyboard: a key file of their own, kept off the desk's disk.
//!
//! The file is JSON: `format` 1, `desk`, `service`, `name`, and in hexadecimal the `sealing` key, to whose public half the
//! data key is sealed, and the seed of the key it signs by, `signing`.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    Enrolled, Keys,
    contents::Service,
    place::{Holder, Sealed, Secrets},
};
use crate::{
    domain::ids::{DeskId, StaffId},
    store::{
        Entropy, StoreError, folder,
        secret::{Access, DataKey, SealingKey, SecretError, hex::Key},
    },
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: u32,
    desk: DeskId,
    service: StaffId,
    name: String,
    sealing: Key,
    signing: Key,
}

/// A desk that was opened by a service's file.
#[derive(Clone, Debug)]
pub struct OpenedService {
    /// The service, which signs as people do, by an id of its own.
    pub service: StaffId,
    /// What it is called.
    pub name: String,
    /// What opens the desk, with the service's signing key on the ring.
    pub access: Access,
    /// The data key that opens it instead, as in [`super::Unlocked::next`].
    pub next: Option<DataKey>,
}

impl Keys {
    /// Makes a service's key file, which must not be there yet, nor in the desk's own folder, and gives it a place.
    ///
    /// It is withdrawn as people are, by [`super::Rekeying::leave`].
    pub fn add_service(
        &self,
        service: StaffId,
        name: &str,
        file: &Path,
        access: &Access,
        entropy: &mut Entropy,
    ) -> Result<Enrolled, StoreError> {
        if self.is_beside(file) {
            return Err(SecretError::Beside(file.to_owned()).into());
        }
        let secrets = Secrets::random(entropy)?;
        let enrolled = Enrolled::of(service, &secrets);
        self.change(&access.data, |roster| {
            let key = KeyFile {
                format: 1,
                desk: roster.desk,
                service,
                name: name.to_owned(),
                sealing: (*secrets.sealing.expose()).into(),
                signing: secrets.signing.to_bytes().into(),
            };
            let sealed =
                Sealed::new(enrolled.sealing, roster.desk, Holder::Of(service), &access.data, entropy)?;
            roster.services.retain(|known| known.id != service);
            let signing = enrolled.signing.into();
            roster.services.push(Service { id: service, name: name.to_owned(), signing, sealed });
            // The file first: one without a place opens nothing, and a place without its file cannot be mended.
            write_new(file, &key)
        })?;
        Ok(enrolled)
    }

    /// Opens the desk by a service's key file.
    pub fn open_service(&self, file: &Path) -> Result<OpenedService, StoreError> {
        let text =
            fs::read(file).map(Zeroizing::new).map_err(|error| StoreError::file(file, "read", error))?;
        let key: KeyFile =
            serde_json::from_slice(&text).map_err(|_| SecretError::Damaged(file.to_owned()))?;
        if key.format != 1 {
            return Err(SecretError::Newer(file.to_owned()).into());
        }
        let foreign = || StoreError::from(SecretError::NoService(file.to_owned()));
        let contents = self.read()?;
        let roster = &contents.current.roster;
        let place = roster.services.iter().find(|known| known.id == key.service);
        let place = place.filter(|_| roster.desk == key.desk).ok_or_else(foreign)?;
        let (sealing, signing) =
            (SealingKey::from_bytes(&key.sealing.0), SigningKey::from_bytes(&key.signing.0));
        let same = sealing.public() == *place.sealed.public.0
            && signing.verifying_key().to_bytes() == *place.signing.0;
        if !same {
            return Err(foreign());
        }
        let holder = Holder::Of(key.service);
        let data = contents.current.open(holder, &place.sealed, &sealing).ok_or_else(|| self.damaged())?;
        let mut keyring = roster.keys.open(&data).ok_or_else(|| self.damaged())?;
        keyring.take_up(key.service, signing);
        let next = contents.next.as_ref().and_then(|next| {
            let place = next.roster.services.iter().find(|known| known.id == key.service)?;
            Some(next.open(holder, &place.sealed, &sealing).ok_or_else(|| self.damaged()))
        });
        let next = next.transpose()?;
        let (service, name) = (key.service, place.name.clone());
        Ok(OpenedService { service, name, access: Access { data, keyring }, next })
    }

    /// Lists the services that can open the desk.
    pub fn services(&self) -> Result<Vec<(StaffId, String)>, StoreError> {
        let services = self.read()?.current.roster.services.into_iter();
        Ok(services.map(|service| (service.id, service.name)).collect())
    }

    /// Tells whether a file would lie in the desk's folder, where whoever takes the desk takes it too.
    fn is_beside(&self, file: &Path) -> bool {
        // A bare name lies in the folder that the program was started in.
        let folder = |path: &Path| {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            fs::canonicalize(parent.unwrap_or(Path::new("."))).ok()
        };
        folder(&self.path).zip(folder(file)).is_some_and(|(desk, place)| place.starts_with(desk))
    }
}

/// Writes a new file that only its owner can read.
fn write_new(path: &Path, key: &KeyFile) -> Result<(), StoreError> {
    let text = serde_json::to_vec_pretty(key).map_err(|_| SecretError::Damaged(path.to_owned()))?;
    let mut file: File = folder::private()
        .create_new(true)
        .open(path)
        .map_err(|error| StoreError::file(path, "written", error))?;
    file.write_all(&Zeroizing::new(text)).and_then(|()| file.sync_all()).map_err(|error| {
        let _ = fs::remove_file(path);
        StoreError::file(path, "written", error)
    })
}
