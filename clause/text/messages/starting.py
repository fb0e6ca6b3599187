"""Sentences about what stands in the way of starting: settings, data folder, embedded servers, processes."""

MESSAGES: dict[str, str] = {
    # Settings: what is wrong with a variable, and what to write instead.
    "SET-001": "La configuration ne peut pas être utilisée : {count:variable|variables} d’environnement à corriger.",
    "SET-002": (
        "{field} n’est pas une adresse PostgreSQL. Écrivez postgresql://rôle:motdepasse@machine:5432/base, "
        "ou ne donnez pas cette variable : Clause démarre alors sa propre base."
    ),
    "SET-003": (
        "{field} est donnée sans DATABASE_URL. Donnez les deux (rôle du service et rôle propriétaire), ou aucune."
    ),
    "SET-004": (
        "{field} n’est pas une adresse PostgreSQL. Écrivez postgresql://clause_owner:motdepasse@machine:5432/base, "
        "ou ne donnez pas cette variable."
    ),
    "SET-005": (
        "{field} n’est pas une adresse Redis. Écrivez redis://machine:6379/0 (rediss:// avec TLS, "
        "unix:///chemin/du/socket), ou ne donnez pas cette variable : Clause démarre alors son propre serveur."
    ),
    "SET-006": "{field} vaut « {raw} », qui n’est pas un dossier utilisable. Donnez le chemin d’un dossier.",
    "SET-007": "{field} vaut « {raw} ». Les versions de PostgreSQL fournies avec Clause sont 16 et 18.",
    "SET-008": "{field} vaut « {raw} », qui n’est pas un nom ni une adresse de machine. Écrivez par exemple 127.0.0.1.",
    "SET-009": "{field} vaut « {raw} », qui n’est pas un port. Donnez un nombre entier de 1 à 65535, par exemple 8000.",
    "SET-010": (
        "{field} n’est pas l’adresse d’un site. Écrivez https://clause.exemple.fr, sans chemin : "
        "c’est l’adresse que les gens tapent."
    ),
    "SET-011": "{field} vaut « {raw} ». Choisissez DEBUG, INFO, WARNING ou ERROR.",
    "SET-012": "{field} vaut « {raw} ». Choisissez json ou console.",
    "SET-013": "{field} vaut {raw}, plus que CLAUSE_POOL_MAX ({most}). Baissez l’un ou relevez l’autre.",
    "SET-014": "{field} vaut « {raw} ». Donnez un nombre entier de 0 à 1000.",
    "SET-016": "{field} vaut « {raw} ». Choisissez yes (banc d’essai seulement) ou no.",
    "SET-017": (
        "{field} n’est pas l’adresse d’un serveur de courriel. Écrivez smtp://nom:motdepasse@machine:587 "
        "(smtps:// avec TLS dès la connexion), ou ne donnez pas cette variable : les courriels sont alors gardés."
    ),
    "SET-019": "{field} vaut « {raw} ». Écrivez un nombre de demandes par minute, ou 0 pour ne rien limiter.",
    "SET-761": "{field} est trop court. Donnez au moins seize caractères, au hasard, sans accent.",
    "SET-018": "{field} vaut « {raw} ». Écrivez un expéditeur, par exemple Clause <clause@exemple.fr>.",
    # Figures for whoever runs the service.
    "MON-001": "Rien ne se trouve à cette adresse.",
    "SET-022": "{field} nomme un fichier qui ne peut pas être lu : « {raw} ».",
    "SET-023": "{field} nomme un dossier qui n’existe pas : « {raw} ». Créez-le, ou montez le disque qui le porte.",
    "SET-020": (
        "Le fichier de CLAUSE_SEAL_FILE n’est pas un PKCS#12 lisible avec CLAUSE_SEAL_PASSWORD : il y faut une clé RSA "
        "ou à courbe elliptique, et son certificat."
    ),
    "SET-021": "{field} contient des signes qui ne s’impriment pas.",
    "SET-015": "{field} vaut « {raw} ». Donnez un nombre entier de 1 à 1000.",
    "SET-730": "{field} vaut « {raw} ». Donnez un nombre entier de 1 à 16 ; 2 suffisent pour une petite machine.",
    "SET-731": "{field} vaut « {raw} ». Donnez un nombre entier de 1 à 16 ; 2 suffisent pour une petite machine.",
    # Data folder and embedded servers.
    "EMB-001": (
        "Le dossier de données {folder} est déjà utilisé par un autre Clause (processus {pid}). "
        "Arrêtez-le d’abord, ou choisissez un autre dossier avec CLAUSE_DATA_DIR."
    ),
    "EMB-002": (
        "Le dossier {folder} ne peut pas être créé ou n’est pas inscriptible ({reason}). "
        "Corrigez ses droits, ou choisissez un autre dossier avec CLAUSE_DATA_DIR."
    ),
    "EMB-003": (
        "Le dossier {folder}, où Clause met ses sockets, appartient à un autre utilisateur. "
        "Supprimez-le, ou choisissez un dossier de données au chemin plus court avec CLAUSE_DATA_DIR."
    ),
    "EMB-004": (
        "Les programmes de {server} ne se trouvent pas : le paquet {package} n’est pas installé, ou pas pour cette "
        "machine. Relancez « make run », ou donnez {variable} pour utiliser un serveur à vous."
    ),
    "EMB-005": (
        "La base du dossier {folder} est en PostgreSQL {existing}, et PostgreSQL {wanted} est demandé. "
        "Mettez CLAUSE_EMBEDDED_PG={existing}, ou exportez la base et repartez d’un autre dossier (CLAUSE_DATA_DIR)."
    ),
    "EMB-006": (
        "La base du dossier {folder} est en PostgreSQL {existing}, qui n’est pas fourni avec cette version de Clause. "
        "Exportez-la avec un serveur {existing}, puis importez-la dans un nouveau dossier (CLAUSE_DATA_DIR)."
    ),
    "EMB-007": (
        "La base du dossier {folder} appartient à un autre utilisateur (uid {owner}). Lancez Clause sous cet "
        "utilisateur, ou choisissez un autre dossier avec CLAUSE_DATA_DIR."
    ),
    "EMB-008": (
        "PostgreSQL refuse de tourner en root, et cette machine ne permet ni un espace de noms ni de passer à "
        "l’utilisateur nobody avec un accès à {path}. Lancez Clause sous un utilisateur ordinaire, mettez le projet "
        "hors d’un dossier privé, ou donnez DATABASE_URL."
    ),
    "EMB-009": "PostgreSQL n’a pas pu préparer le dossier {folder}. Ce qu’il en dit : {log}",
    "EMB-010": "PostgreSQL n’a pas démarré. Ce qu’il en dit (journal {path}) : {log}",
    "EMB-011": "PostgreSQL a démarré, mais ses rôles et sa base n’ont pas pu être créés : {log}",
    "EMB-012": (
        "Un ancien PostgreSQL (processus {pid}) tient encore le dossier {folder} et ne s’arrête pas. "
        "Arrêtez ce processus, puis recommencez."
    ),
    "EMB-013": "Le serveur de la file (Valkey) n’a pas démarré. Ce qu’il en dit (journal {path}) : {log}",
    "EMB-014": (
        "Aucun serveur ne répond pour le dossier {folder}. Lancez « clause serve », qui démarre tout, "
        "ou donnez DATABASE_URL et REDIS_URL."
    ),
    "EMB-015": (
        "L’utilisateur {uid} n’a pas de nom sur cette machine, et PostgreSQL en demande un. Ajoutez-le à /etc/passwd, "
        "ou donnez DATABASE_URL."
    ),
    "EMB-016": (
        "La base ne répond pas, ou refuse la connexion ({reason}). Vérifiez DATABASE_URL et DATABASE_OWNER_URL, "
        "et que le serveur est démarré."
    ),
    # Processes of `clause serve`.
    "SRV-001": (
        "Le port {port} de {host} est déjà pris. Arrêtez le programme qui l’utilise, "
        "ou choisissez-en un autre avec CLAUSE_PORT."
    ),
    "SRV-002": "Aucun port libre entre {first} et {last} sur {host}. Choisissez-en un avec CLAUSE_PORT.",
    "SRV-003": (
        "L’adresse {host}, port {port}, ne peut pas être ouverte ({reason}). Corrigez CLAUSE_HOST ou CLAUSE_PORT."
    ),
    "SRV-004": "L’étape « {step} » a échoué (code {status}) ; ses messages sont ci-dessus. Rien n’est en service.",
    "MIG-001": (
        "La mise à jour {name} attend depuis {seconds} s qu’une table soit libre : une longue lecture la tient. "
        "Rien n’en a été changé ; recommencez à une heure plus calme."
    ),
    "SRV-005": "Le service ne démarre pas : le processus « {name} » s’arrête aussitôt ; ses messages sont ci-dessus.",
}
