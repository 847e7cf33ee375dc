using System.Text;
using System.Text.Json.Nodes;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.Tests.DefinitionFiles;

/// <summary>A survey file with every kind of item and nothing wrong, and ways to spoil it.</summary>
internal static class SurveyFiles
{
    public const string Family = """
        {
          "$schema": "../../docs/survey.schema.json",
          "format": 1,
          "id": "family-climate", "version": 3,
          "audience": "family",
          "languages": ["en", "so", "ar"],
          "title": {"en": "Your child's school", "so": "Dugsiga ilmahaaga", "ar": "مدرسة طفلك"},
          "introduction": {"en": "Ten minutes.", "so": "Toban daqiiqo.", "ar": "عشر دقائق."},
          "scales": [
            {"id": "agree5", "options": [
              {"id": "strongly-agree", "text": {"en": "Strongly agree", "so": "Aad baan u raacsanahay", "ar": "أوافق بشدة"}, "class": "favorable"},
              {"id": "agree", "text": {"en": "Agree", "so": "Waan raacsanahay", "ar": "أوافق"}, "class": "favorable"},
              {"id": "neither", "text": {"en": "Neither", "so": "Dhexdhexaad", "ar": "محايد"}, "class": "neutral"},
              {"id": "disagree", "text": {"en": "Disagree", "so": "Ma raacsani", "ar": "لا أوافق"}, "class": "unfavorable"},
              {"id": "dont-know", "text": {"en": "Don't know", "so": "Ma garanayo", "ar": "لا أعرف"}, "class": "excluded"}]}
          ],
          "topics": [{"id": "belonging", "text": {"en": "Belonging", "so": "Lahaansho", "ar": "الانتماء"}}],
          "items": [
            {"id": "overall", "kind": "scale", "scale": "agree5", "headline": true, "required": true,
             "text": {"en": "I like this school.", "so": "Dugsigan waan jeclahay.", "ar": "أحب هذه المدرسة."},
             "hint": {"en": "On the whole.", "so": "Guud ahaan.", "ar": "بشكل عام."}},
            {"id": "welcome", "kind": "scale", "scale": "agree5", "topic": "belonging",
             "text": {"en": "We feel welcome.", "so": "Waa nala soo dhoweeyaa.", "ar": "نشعر بالترحيب."}},
            {"id": "ignored", "kind": "scale", "scale": "agree5", "topic": "belonging", "reversed": true,
             "text": {"en": "We are ignored.", "so": "Waa nala iska indho tiraa.", "ar": "يتم تجاهلنا."}},
            {"id": "language", "kind": "single", "group": true, "text": {"en": "Language", "so": "Luqad", "ar": "اللغة"}, "options": [
              {"id": "somali", "text": {"en": "Somali", "so": "Soomaali", "ar": "الصومالية"}},
              {"id": "arabic", "text": {"en": "Arabic", "so": "Carabi", "ar": "العربية"}}]},
            {"id": "ways", "kind": "multiple", "text": {"en": "How?", "so": "Sidee?", "ar": "كيف؟"}, "options": [
              {"id": "phone", "text": {"en": "Phone", "so": "Taleefan", "ar": "الهاتف"}},
              {"id": "letter", "text": {"en": "Letter", "so": "Warqad", "ar": "رسالة"}}],
             "showIf": {"item": "language", "anyOf": ["somali", "arabic"]}},
            {"id": "recommend", "kind": "number", "text": {"en": "Recommend?", "so": "Ma kula talin?", "ar": "هل توصي؟"},
             "showIf": {"item": "overall", "anyOf": ["strongly-agree"]}},
            {"id": "more", "kind": "comment", "maxLength": 1000, "text": {"en": "More?", "so": "Wax kale?", "ar": "المزيد؟"},
             "showIf": {"item": "recommend", "anyOf": ["0", "10"]}}
          ]
        }
        """;

    public static Reading<SurveyVersion, DefinitionProblem> Read(string json) => SurveyReader.Read(Encoding.UTF8.GetBytes(json));

    public static Reading<SurveyVersion, DefinitionProblem> Read(JsonNode file) => Read(file.ToJsonString());

    /// <summary>The family survey after a change, read.</summary>
    public static Reading<SurveyVersion, DefinitionProblem> Spoiled(Action<JsonObject> spoil)
    {
        var file = Parsed();
        spoil(file);
        return Read(file);
    }

    public static JsonObject Parsed() => JsonNode.Parse(Family)!.AsObject();

    public static JsonObject Item(this JsonObject file, int index) => file["items"]![index]!.AsObject();

    public static JsonObject Text(string text) => new() { ["en"] = text, ["so"] = text, ["ar"] = text };

    public static JsonArray Choices(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new JsonObject { ["id"] = $"option-{i}", ["text"] = Text($"Option {i}") })];
}
