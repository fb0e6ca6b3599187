// What the grid says of itself, in French.
import type { State } from "./grid_saving";

const values = (count: number) => (count > 1 ? `${count} valeurs gardées` : `${count} valeur gardée`);

function wrong(count: number): string {
  if (count === 0) return "";
  return count > 1 ? `, sauf ${count} cases à corriger` : ", sauf une case à corriger";
}

export function words(state: State): string {
  switch (state.kind) {
    case "idle":
      return "Chaque valeur s’enregistre toute seule.";
    case "saving":
      return "Enregistrement…";
    case "saved":
      return `Enregistré à ${state.at}${wrong(state.refused)}`;
    case "offline":
      return `Hors connexion : ${values(state.waiting)} sur cet appareil, nouvel essai dans ${state.seconds} s`;
    case "stopped":
      return `Enregistrement refusé : ${values(state.waiting)} sur cet appareil. Rechargez la page, reconnectez-vous si on vous le demande : elles seront envoyées.`;
  }
}

export function leftOut(count: number): string {
  if (count === 0) return "";
  return count > 1
    ? `${count} valeurs n’ont pas été collées : elles tombaient hors des cases modifiables.`
    : "Une valeur n’a pas été collée : elle tombait hors des cases modifiables.";
}
